/** What people have reported from inside the product, for administrators. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { closeReport, listReports } from "@/api/sdk.gen";
import type { ReportEntry } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { polled } from "@/lib/api/queries";
import { useCommand } from "@/lib/api/useCommand";
import { useSession } from "@/lib/session/SessionContext";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { Input } from "@/ui/controls/Input";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, NoPermission } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Reports.module.css";

type Box = "open" | "closed";

function useReports(state: Box) {
  return useInfiniteQuery({
    queryKey: ["reports", state],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listReports({ query: { state, cursor: pageParam }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
}

export function ReportsPage() {
  const { t } = useTranslation("reports");
  useTitle(t("title"));
  const [box, setBox] = useState<Box>("open");
  const [asked, setAsked] = useState<ReportEntry | null>(null);
  const query = useReports(box);
  const open = query.data?.pages[0]?.openCount ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} fact={t("fact.open", { count: open })} />
      <Scroll>
        <div className={styles["tools"]}>
          <Segmented
            label={t("box.label")}
            segments={(["open", "closed"] as const).map((key) => ({ key, label: t(`box.${key}`), ...(key === "open" && { count: open }) }))}
            value={box}
            onChange={setBox}
          />
        </div>
        <Reports box={box} query={query} onAnswer={setAsked} />
      </Scroll>
      {asked && <AnswerSheet key={asked.id} report={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function Reports(props: { box: Box; query: ReturnType<typeof useReports>; onAnswer: (report: ReportEntry) => void }) {
  const { t } = useTranslation("reports");
  const { box, query } = props;
  if (query.isPending) return <ListSkeleton />;
  const reports = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError && reports.length === 0) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden")} text={problem.message} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (reports.length === 0) return <EmptyState icon={LifeBuoy} title={t(`none.${box}`)} />;
  return (
    <>
      <ul className={styles["list"]} aria-label={t("title")}>
        {reports.map((report) => (
          <Entry key={report.id} report={report} onAnswer={() => props.onAnswer(report)} />
        ))}
      </ul>
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

function Entry({ report, onAnswer }: { report: ReportEntry; onAnswer: () => void }) {
  const { t } = useTranslation("reports");
  const mayAnswer = useSession().permissions.includes("system.manage") && !report.closedAt;
  const facts = [
    ["page", report.page],
    ["version", report.version],
    ["screen", report.screen],
    ["browser", report.browser],
    ["problem", report.problemId],
  ] as const;
  return (
    <li className={styles["entry"]}>
      <div className={styles["head"]}>
        <span className={styles["no"]}>{report.number}</span>
        {report.person && <Person person={{ id: report.person.id, name: report.person.name, note: report.person.department }} />}
        <TimeAgo at={report.at} />
      </div>
      <p className={styles["text"]}>{report.text}</p>
      <dl className={styles["facts"]}>
        {facts
          .filter(([, value]) => value !== "")
          .map(([key, value]) => (
            <div key={key}>
              <dt>{t(`fact.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {report.closedAt && (
        <p className={styles["answer"]}>
          {t("answered", { name: report.closedBy?.name ?? "" })} {report.answer}
        </p>
      )}
      {mayAnswer && (
        <div>
          <Button size="sm" onPress={onAnswer}>
            {t("answer.button")}
          </Button>
        </div>
      )}
    </li>
  );
}

function AnswerSheet({ report, onClose }: { report: ReportEntry; onClose: () => void }) {
  const { t } = useTranslation("reports");
  const tell = useTell();
  const queries = useQueryClient();
  const [answer, setAnswer] = useState("");
  const close = useCommand(
    (said: string, headers) => closeReport({ path: { report_id: report.id }, body: { answer: said }, headers, throwOnError: true }),
    {
      onDone: () => {
        tell({ text: t("answer.done", { number: report.number }) });
        void queries.invalidateQueries({ queryKey: ["reports"] });
        onClose();
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  return (
    <ConfirmSheet
      title={t("answer.title", { number: report.number })}
      lead={report.text}
      confirm={t("answer.confirm")}
      cancel={t("answer.cancel")}
      busy={close.isPending}
      isReady={answer.trim() !== ""}
      onConfirm={() => close.mutate(answer.trim())}
      onCancel={onClose}
    >
      <Input.TextArea
        aria-label={t("answer.text")}
        placeholder={t("answer.text")}
        rows={3}
        maxLength={4_000}
        value={answer}
        onChange={(event) => setAnswer(event.target.value)}
      />
    </ConfirmSheet>
  );
}
