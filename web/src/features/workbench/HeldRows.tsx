import { CircleAlert } from "lucide-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";

import styles from "./Bulk.module.css";
import type { Held } from "./bulk";

const NAMED = 3;

function why({ row, obstacle }: Held, t: TFunction<"workbench">): string {
  if (obstacle.kind === "step") {
    return t("bulk.held.step", { step: t("processAndStep", { process: row.process.name, step: row.step.name }) });
  }
  if (obstacle.kind === "missing") return t("bulk.held.missing", { fields: obstacle.fields.join(t("bulk.separator")) });
  return t(`bulk.held.${obstacle.kind}`);
}

/** The rows that prevent a decision together: each by its name, with its reason; a press opens it. */
export function HeldRows(props: {
  held: readonly Held[];
  onOpen: (id: string) => void;
  onLeaveOut: (ids: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation("workbench");
  const { held } = props;
  if (held.length === 0) return null;
  return (
    <div className={styles["held"]} role="status">
      <ul>
        {held.slice(0, NAMED).map((one) => (
          <li key={one.row.id}>
            <Icon of={CircleAlert} size={14} />
            <button type="button" className={styles["heldRow"]} title={one.row.title} onClick={() => props.onOpen(one.row.id)}>
              {one.row.title}
            </button>
            <span className={styles["why"]} title={why(one, t)}>{why(one, t)}</span>
          </li>
        ))}
      </ul>
      <div className={styles["heldEnd"]}>
        {held.length > NAMED && <span>{t("bulk.held.more", { count: held.length - NAMED })}</span>}
        <Button kind="link" size="sm" onPress={() => props.onLeaveOut(new Set(held.map(({ row }) => row.id)))}>
          {t("bulk.leaveOut", { count: held.length })}
        </Button>
      </div>
    </div>
  );
}
