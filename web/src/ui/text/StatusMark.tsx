import {
  AlarmClock,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  FastForward,
  type LucideIcon,
  PencilLine,
  RotateCcw,
  TriangleAlert,
  Undo2,
  UserRoundCheck,
} from "lucide-react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./StatusMark.module.css";

export type Tone = "brand" | "green" | "amber" | "red" | "violet" | "grey";

/** Every status there is: one colour and one icon each, the same everywhere. */
const STATUSES = {
  running: { tone: "brand", icon: CircleDot },
  approved: { tone: "green", icon: CircleCheck },
  passed: { tone: "green", icon: CircleCheck },
  completed: { tone: "green", icon: CircleCheck },
  submitted: { tone: "brand", icon: CircleDot },
  soon: { tone: "amber", icon: Clock },
  returned: { tone: "amber", icon: Undo2 },
  changed: { tone: "amber", icon: RotateCcw },
  stuck: { tone: "amber", icon: CirclePause },
  overdue: { tone: "red", icon: AlarmClock },
  rejected: { tone: "red", icon: CircleX },
  failed: { tone: "red", icon: TriangleAlert },
  deputy: { tone: "violet", icon: UserRoundCheck },
  transferred: { tone: "violet", icon: UserRoundCheck },
  delegated: { tone: "violet", icon: UserRoundCheck },
  added: { tone: "violet", icon: UserRoundCheck },
  abstained: { tone: "grey", icon: CircleMinus },
  waiting: { tone: "grey", icon: CircleDashed },
  withdrawn: { tone: "grey", icon: Ban },
  canceled: { tone: "grey", icon: Ban },
  revoked: { tone: "grey", icon: Undo2 },
  skipped: { tone: "grey", icon: FastForward },
  suspended: { tone: "grey", icon: CirclePause },
  draft: { tone: "grey", icon: PencilLine },
} as const satisfies Record<string, { tone: Tone; icon: LucideIcon }>;

export type Status = keyof typeof STATUSES;

export const STATUS_NAMES = Object.keys(STATUSES) as Status[];

/** Icon, word and colour of a status. Bare in lists; a tinted pill in the header of an object. */
export function StatusMark(props: { status: Status; words?: string | undefined; isPill?: boolean; isSmall?: boolean }) {
  const { t } = useTranslation("ui");
  const { tone, icon } = STATUSES[props.status];
  return (
    <span className={cx(styles["mark"], styles[tone], props.isPill && styles["pill"], props.isSmall && styles["small"])}>
      <Icon of={icon} size={14} />
      {props.words ?? t(`status.${props.status}`)}
    </span>
  );
}
