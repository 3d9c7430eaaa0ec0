import { useTranslation } from "react-i18next";

import { asBeginning, day, duration, fullStamp, moment, pastMoment, stamp } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";

/**
 * A moment as people say it, the full stamp in its tooltip.
 * `ago`: 35 分钟前; `moment`: 今天 14:10; `stamp`: 11月23日 周一 14:20; `day`: 周四.
 */
export function TimeAgo(props: {
  at: string;
  form?: "ago" | "moment" | "stamp" | "day";
  className?: string | undefined;
  /** The sentence that the moment stands in: 周一 14:20 提交; Submitted Mon 14:20. */
  say?: (time: string) => string;
}) {
  const { t } = useTranslation("ui");
  const now = useNow();
  const at = new Date(props.at);
  const words = { ago: pastMoment, moment, stamp, day }[props.form ?? "ago"](at, now, t);
  return (
    <time dateTime={props.at} title={fullStamp(at, t)} className={props.className}>
      {props.say?.(words) ?? asBeginning(words)}
    </time>
  );
}

/** How long something took or has lasted. */
export function Duration({ seconds }: { seconds: number }) {
  const { t } = useTranslation("ui");
  return <span>{duration(seconds, t)}</span>;
}
