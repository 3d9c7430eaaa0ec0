import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { importModel } from "@/api/sdk.gen";
import type { ModelReport, ModelReportEntry } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";

import styles from "./processes.module.css";

/** What the server makes of a file of another tool. */
export function useImport(xml: string | null) {
  return useQuery({
    queryKey: ["imports", xml],
    queryFn: async ({ signal }) => (await importModel({ body: { xml: xml ?? "" }, signal, throwOnError: true })).data,
    enabled: xml !== null,
    staleTime: Infinity,
    retry: false,
    placeholderData: undefined,
  });
}

/** What was understood, what was not and why, before anything is kept. */
export function ImportReport({ query }: { query: ReturnType<typeof useImport> }) {
  const { t } = useTranslation("processes");
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ProblemList problems={[{ code: problem.code, detail: problem.message || t("failed") }]} />;
  }
  if (!query.data) return <ListSkeleton rows={3} />;
  return <Report report={query.data} />;
}

function Report({ report }: { report: ModelReport }) {
  const { t } = useTranslation("processes");
  const left = report.entries.filter((entry) => !entry.isTranslated);
  const translated = report.entries.filter((entry) => entry.isTranslated);
  const errors = report.problems.filter((problem) => problem.severity === "error");
  return (
    <div className={styles.report}>
      <p>{t("importing.from", { tool: t(`importing.tool.${report.source}`) })}</p>
      {report.hasNewLayout && <p className={styles.faint}>{t("importing.layout")}</p>}
      {left.length > 0 && (
        <Entries icon="warning" title={t("importing.left", { count: left.length })} note={t("importing.leftNote")} entries={left} />
      )}
      {translated.length > 0 && (
        <Entries icon="fine" title={t("importing.translated", { count: translated.length })} entries={translated} />
      )}
      {report.entries.length === 0 && <p className={styles.faint}>{t("importing.plain")}</p>}
      {errors.length > 0 && (
        <section>
          <h3>
            <Icon of={CircleAlert} size={14} /> {t("importing.toFix", { count: errors.length })}
          </h3>
          <ul>
            {errors.map((problem) => (
              <li key={`${problem.code}${problem.path}`}>{problem.detail}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Entries(props: { icon: "warning" | "fine"; title: string; note?: string; entries: readonly ModelReportEntry[] }) {
  return (
    <section>
      <h3>
        <Icon of={props.icon === "fine" ? CircleCheck : TriangleAlert} size={14} /> {props.title}
      </h3>
      {props.note && <p className={styles.faint}>{props.note}</p>}
      <ul>
        {props.entries.map((entry, index) => (
          <li key={`${entry.elementId}${entry.code}${index}`}>
            <strong>{entry.elementName}</strong> {entry.detail}
          </li>
        ))}
      </ul>
    </section>
  );
}
