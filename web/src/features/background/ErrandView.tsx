import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Errand } from "@/api/types.gen";
import { LongJob } from "@/ui/states/LongJob";
import { Icon } from "@/ui/Icon";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Background.module.css";
import { isUnderWay, useErrand, useStop } from "./useErrands";

/** One piece of background work: how far it is, its file, or why there is none. */
export function ErrandView({ errand }: { errand: Errand }) {
  const { t } = useTranslation("background");
  const stop = useStop();
  if (isUnderWay(errand)) {
    return (
      <LongJob
        title={errand.title}
        done={errand.done}
        total={errand.total}
        note={errand.isStopping ? t("stopping") : t(`state.${errand.state}`)}
        footnote={t("leave")}
        {...(!errand.isStopping && { onStop: () => stop.mutate(errand.id) })}
      />
    );
  }
  return (
    <div className={styles["ended"]}>
      <div className={styles["what"]}>
        <div>{errand.title}</div>
        <div className={styles["under"]}>
          <StatusMark status={STATUS[errand.state as keyof typeof STATUS]} words={t(`state.${errand.state}`)} isSmall />
          {errand.total > 0 && <span className="tnum">{t("count", { done: errand.done, total: errand.total })}</span>}
          {errand.endedAt && <TimeAgo at={errand.endedAt} />}
        </div>
        {errand.failure && <div className={styles["failure"]}>{errand.failure}</div>}
      </div>
      {errand.fileId && (
        <a className={styles["file"]} href={`/api/v1/files/${errand.fileId}`} download>
          <Icon of={Download} /> {t("download")}
        </a>
      )}
    </div>
  );
}

const STATUS = { DONE: "completed", STOPPED: "canceled", FAILED: "failed" } as const;

/** The progress of work that was begun on the page one looks at. */
export function ErrandProgress({ errandId }: { errandId: string }) {
  const { data } = useErrand(errandId);
  if (!data) return null;
  return (
    <div className={styles["card"]} role="status">
      <ErrandView errand={data} />
    </div>
  );
}
