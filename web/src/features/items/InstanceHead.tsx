import { useTranslation } from "react-i18next";

import type { InstanceDetail } from "@/api/types.gen";
import { useNow } from "@/lib/dates/useNow";
import { useSession } from "@/lib/session/SessionContext";
import { cx } from "@/ui/cx";
import { Path } from "@/ui/flow/Path";
import { CopyText } from "@/ui/text/CopyText";
import { MoneyHeadline } from "@/ui/text/Money";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Item.module.css";
import { instanceStatus, openSteps, pathSteps, personValue } from "./model";

/** The pill of an object: the open step while it runs, else how it ended. */
export function InstancePill({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation("ui");
  const status = instanceStatus({ ...instance, hasIncident: instance.incidents.length > 0 });
  const step = status === "running" ? openSteps(instance, t("person.separator")) : "";
  return <StatusMark status={status} words={step || undefined} isPill />;
}

/** What it is, who asked, since when; in the split view with its status. */
export function InstanceHead(props: { instance: InstanceDetail; isCompact: boolean; isChanged?: boolean }) {
  const { t } = useTranslation("items");
  const { instance, isCompact } = props;
  return (
    <header className={styles["head"]}>
      <div className={styles["headText"]}>
        <div className={styles["number"]}>
          <span>{instance.process.name}</span>
          <span aria-hidden="true">·</span>
          <CopyText text={instance.number} />
          {!isCompact && <span>{t("version", { version: instance.process.version })}</span>}
        </div>
        <h1 className={cx(styles["title"], isCompact && styles["small"])}>{instance.title}</h1>
        <div className={styles["facts"]}>
          {isCompact && <InstancePill instance={instance} />}
          {instance.initiator && <Person person={personValue(instance.initiator)} />}
          <span className={styles["quiet"]}>
            <TimeAgo at={instance.submittedAt} form="stamp" say={(time) => t("submitted", { time })} />
          </span>
        </div>
      </div>
      {!isCompact && instance.amount !== null && (
        <div className={styles["amount"]}>
          <MoneyHeadline amount={instance.amount} />
        </div>
      )}
    </header>
  );
}

/** The way of the instance, left to right. */
export function InstancePath({ instance }: { instance: InstanceDetail }) {
  const { t } = useTranslation("items");
  const { t: ui } = useTranslation("ui");
  const { person } = useSession();
  const now = useNow();
  if (instance.path.length === 0) return null;
  return <Path label={t("path.label")} steps={pathSteps(instance, { meId: person.id, now, t, ui })} />;
}
