import { AlarmClock, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asBeginning, clock, day, daysFrom, fullStamp, moment, roughDuration } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./StatusMark.module.css";

/** Until when: red when late, amber today, grey later. `isShort` leaves out the day where a group head names it. */
export function DueMark({ dueAt, isShort }: { dueAt: string | null | undefined; isShort?: boolean }) {
  const { t } = useTranslation("ui");
  const now = useNow();
  if (!dueAt) return null;
  const at = new Date(dueAt);
  const title = t("due.full", { stamp: fullStamp(at, t) });
  const lateMs = now.getTime() - at.getTime();
  if (lateMs > 0) {
    return (
      <span className={cx(styles["mark"], styles["small"], styles["red"])} title={title}>
        <Icon of={AlarmClock} size={14} />
        {t("due.overdue", { time: roughDuration(lateMs / 1000, t) })}
      </span>
    );
  }
  if (daysFrom(now, at) === 0) {
    const time = isShort ? clock(at) : t("date.todayAt", { time: clock(at) });
    return (
      <span className={cx(styles["mark"], styles["small"], styles["amber"])} title={title}>
        <Icon of={Clock} size={14} />
        {t("due.by", { time })}
      </span>
    );
  }
  return (
    <span className={cx(styles["mark"], styles["small"], styles["grey"])} title={title}>
      {isShort ? asBeginning(day(at, now, t)) : t("due.by", { time: moment(at, now, t) })}
    </span>
  );
}
