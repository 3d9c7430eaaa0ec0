import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";

import styles from "./LongJob.module.css";

/** Work that takes a while: how far, how long, where to stop it. One may leave the page. */
export function LongJob(props: {
  title: string;
  done: number;
  total: number;
  note?: string;
  footnote?: string;
  onStop?: () => void;
}) {
  const { t, i18n } = useTranslation("ui");
  const count = (value: number) => value.toLocaleString(i18n.language);
  const percent = props.total > 0 ? Math.min(100, (props.done / props.total) * 100) : 0;
  return (
    <div className={styles["job"]}>
      <div className={styles["row"]}>
        <span>{props.title}</span>
        <span className="tnum">
          {count(props.done)} / {count(props.total)}
        </span>
      </div>
      <div
        className={styles["track"]}
        role="progressbar"
        aria-label={props.title}
        aria-valuemin={0}
        aria-valuemax={props.total}
        aria-valuenow={props.done}
      >
        <div className={styles["fill"]} style={{ width: `${percent}%` }} />
      </div>
      <div className={styles["row"]}>
        <span className={styles["note"]}>{props.note}</span>
        {props.onStop && (
          <Button kind="link" size="sm" onPress={props.onStop}>
            {t("stop")}
          </Button>
        )}
      </div>
      {props.footnote && <p className={styles["note"]}>{props.footnote}</p>}
    </div>
  );
}
