import { ListX, RotateCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CallView } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState } from "@/ui/states/State";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./connections.module.css";
import { useCalls, useConnectionCommands, type Verdict } from "./useConnections";

const VERDICTS = ["", "trouble", "refused", "done"] as const satisfies readonly Verdict[];
const STATUS = { done: "completed", refused: "changed", failed: "failed", away: "failed" } as const;

/** Every attempt at a call, newest first; secrets are dots. */
export function CallLog({ connectionKey }: { connectionKey: string }) {
  const { t } = useTranslation("connections");
  const [verdict, setVerdict] = useState<Verdict>("");
  const query = useCalls(connectionKey, verdict);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Segmented
        label={t("calls.verdicts")}
        segments={VERDICTS.map((key) => ({ key: key || "all", label: t(`calls.only.${key || "all"}`) }))}
        value={verdict || "all"}
        onChange={(key) => setVerdict(VERDICTS.find((one) => one === key) ?? "")}
      />
      {query.isPending && <ListSkeleton />}
      {query.isError && rows.length === 0 && (
        <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && rows.length === 0 && <EmptyState icon={ListX} title={t("calls.none")} />}
      <ul className={styles["calls"]} aria-label={t("tab.calls")}>
        {rows.map((call) => (
          <Call key={call.id} call={call} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="sm" busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

function Call({ call }: { call: CallView }) {
  const { t } = useTranslation("connections");
  const tell = useTell();
  const { repeat } = useConnectionCommands(() => tell({ text: t("told.repeated") }));
  return (
    <li className={styles["call"]}>
      <details>
        <summary>
          <StatusMark status={STATUS[call.verdict]} words={call.status ? String(call.status) : t(`verdict.${call.verdict}`)} isSmall />
          <span className={styles["what"]}>
            {call.method} {call.target}
          </span>
          <span className={styles["quiet"]}>
            <TimeAgo at={call.at} form="moment" /> · {t("calls.took", { ms: call.durationMs, attempt: call.attempt })}
          </span>
        </summary>
        <dl className={styles["facts"]}>
          {call.detail && <Fact name={t("calls.detail")} text={call.detail} />}
          <Fact name={t("calls.key")} text={call.idempotencyKey} />
          {call.request && <Fact name={t("calls.request")} text={call.request} isCode />}
          {call.response && <Fact name={t("calls.response")} text={call.response} isCode />}
        </dl>
        {call.mayRepeat && (
          <Button size="sm" icon={RotateCw} busy={repeat.isPending} hint={t("calls.repeatHint")} onPress={() => repeat.mutate(call.id)}>
            {t("calls.repeat")}
          </Button>
        )}
        {repeat.error && <p className={styles["red"]}>{repeat.error.message}</p>}
      </details>
    </li>
  );
}

function Fact({ name, text, isCode }: { name: string; text: string; isCode?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={isCode ? styles["code"] : undefined}>{text}</dd>
    </>
  );
}
