import { MailCheck, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Mail } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Mail.module.css";
import { type MailState, useMailCommands, useMails } from "./useMail";

const STATES = ["", "WAITING", "SENT", "FAILED", "DROPPED"] as const satisfies readonly MailState[];
const STATUS = { WAITING: "waiting", SENT: "completed", FAILED: "failed", DROPPED: "skipped" } as const;

/** What became of each mail, newest first. */
export function Log() {
  const { t } = useTranslation("mail");
  const [state, setState] = useState<MailState>("");
  return (
    <>
      <div className={styles["states"]}>
        <Segmented
          label={t("log.states")}
          segments={STATES.map((key) => ({ key: key || "ALL", label: t(`state.${key || "ALL"}`) }))}
          value={state || "ALL"}
          onChange={(key) => setState(STATES.find((one) => one === key) ?? "")}
        />
      </div>
      <Mails state={state} />
    </>
  );
}

function Mails({ state }: { state: MailState }) {
  const { t } = useTranslation("mail");
  const tell = useTell();
  const query = useMails(state);
  const { repeat } = useMailCommands((what) => tell({ text: t(`told.${what}`) }));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && rows.length === 0)
    return <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return <EmptyState icon={MailCheck} title={t("log.none")} />;
  return (
    <>
      <table className={styles["table"]} aria-label={t("tab.log")}>
        <thead>
          <tr>
            <th scope="col">{t("log.to")}</th>
            <th scope="col">{t("log.subject")}</th>
            <th scope="col">{t("log.state")}</th>
            <th scope="col">{t("log.at")}</th>
            <th scope="col">
              <span className="sr-only">{t("log.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((mail) => (
            <Row key={mail.id} mail={mail} onRepeat={() => repeat.mutate(mail.id)} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <div className={styles["end"]}>
          <Button size="sm" busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ mail, onRepeat }: { mail: Mail; onRepeat: () => void }) {
  const { t } = useTranslation("mail");
  const { t: kind } = useTranslation("notices");
  return (
    <tr>
      <th scope="row">
        {mail.person?.name}
        <span className={styles["under"]}>{mail.address}</span>
      </th>
      <td data-label={t("log.subject")}>
        <span>
          {mail.subject || kind(`kind.${mail.kind as "awaits"}`)}
          {mail.failure && <span className={styles["under"]}>{mail.failure}</span>}
        </span>
      </td>
      <td data-label={t("log.state")}>
        <StatusMark status={STATUS[mail.state]} words={t(`state.${mail.state}`)} isSmall />
      </td>
      <td data-label={t("log.at")}>
        {mail.state === "WAITING" && mail.nextAt ? (
          <TimeAgo at={mail.nextAt} form="moment" say={(time) => t("log.next", { time })} />
        ) : (
          <TimeAgo at={mail.sentAt ?? mail.createdAt} form="moment" />
        )}
      </td>
      <td className={styles["actions"]}>
        {mail.state === "FAILED" && (
          <Button size="sm" icon={RotateCw} onPress={onRepeat}>
            {t("log.repeat")}
          </Button>
        )}
      </td>
    </tr>
  );
}
