import { Send } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Mail.module.css";
import { useChannel, useMailCommands } from "./useMail";

/** The mail server as the settings say, how it goes, and a mail to try it. */
export function Channel() {
  const { t } = useTranslation("mail");
  const tell = useTell();
  const query = useChannel();
  const { test } = useMailCommands((what) => tell({ text: t(`told.${what}`) }));
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) return <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />;
  const channel = query.data;
  if (!channel.isSetUp) return <Notice tone="amber" title={t("channel.none")}>{t("channel.noneText")}</Notice>;
  return (
    <div className={styles["channel"]}>
      {channel.failedCount > 0 && <Notice tone="red" title={t("channel.failed", { count: channel.failedCount })} />}
      <dl className={styles["facts"]}>
        <dt>{t("channel.server")}</dt>
        <dd>
          {channel.host}:{channel.port} · {t(`security.${channel.security as "none"}`)}
        </dd>
        <dt>{t("channel.user")}</dt>
        <dd>{channel.user || t("channel.noUser")}</dd>
        <dt>{t("channel.sender")}</dt>
        <dd>{channel.sender}</dd>
        <dt>{t("channel.lastSent")}</dt>
        <dd>{channel.lastSentAt ? <TimeAgo at={channel.lastSentAt} /> : t("channel.never")}</dd>
        <dt>{t("channel.waiting")}</dt>
        <dd className="tnum">{channel.waitingCount}</dd>
      </dl>
      <p className={styles["quiet"]}>{t("channel.settings")}</p>
      <div>
        <Button icon={Send} busy={test.isPending} onPress={() => test.mutate()}>
          {t("channel.test")}
        </Button>
      </div>
      {test.error && <ProblemList problems={[{ code: test.error.code, detail: test.error.message }]} />}
    </div>
  );
}
