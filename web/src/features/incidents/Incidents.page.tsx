/** What stands still until somebody repairs it, by cause. */
import { AlarmClock, CircleDot, CirclePause, type LucideIcon, SearchX, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { IncidentCounts, IncidentRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { cx } from "@/ui/cx";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { FilterChip } from "@/ui/list/FilterChip";
import { SearchField } from "@/ui/list/SearchField";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { AllDone, EmptyState, ErrorState, NoPermission } from "@/ui/states/State";

import { byCause, matches } from "./causes";
import styles from "./Incidents.module.css";
import { IncidentTable, type RequestLink } from "./IncidentTable";
import { RetrySheet } from "./RetrySheet";
import { useIncidents } from "./useIncidents";

export function IncidentsPage({ Link }: { Link: RequestLink }) {
  const { t } = useTranslation("incidents");
  useTitle(t("title"));
  const query = useIncidents();
  const [wanted, setWanted] = useState("");
  const [asked, setAsked] = useState<readonly IncidentRow[]>([]);
  const first = query.data?.pages[0];
  const open = first?.openCount ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} fact={open > 0 && t("fact", { count: open })}>
        {open > 0 && (
          <div className={styles["find"]}>
            <SearchField label={t("search")} placeholder={t("search")} value={wanted} onChange={setWanted} />
          </div>
        )}
      </PageHeader>
      <Scroll>
        {first && <Figures counts={first.counts} />}
        <Incidents query={query} wanted={wanted} Link={Link} onRetry={setAsked} />
      </Scroll>
      {asked.length > 0 && (
        <RetrySheet key={asked.map(({ id }) => id).join()} incidents={asked} onClose={() => setAsked([])} />
      )}
    </Page>
  );
}

const FIGURES: readonly { key: keyof IncidentCounts; icon: LucideIcon; tone?: "red" | "amber" }[] = [
  { key: "failed", icon: TriangleAlert, tone: "red" },
  { key: "stuck", icon: CirclePause, tone: "amber" },
  { key: "overdue", icon: AlarmClock },
  { key: "running", icon: CircleDot },
];

/** How the processes stand that I may see. */
function Figures({ counts }: { counts: IncidentCounts }) {
  const { t } = useTranslation("incidents");
  return (
    <dl className={styles["figures"]}>
      {FIGURES.map(({ key, icon, tone }) => (
        <div key={key} className={styles["figure"]}>
          <dt className={cx(styles["figureName"], counts[key] > 0 && tone && styles[tone])}>
            <Icon of={icon} size={14} /> {t(`figure.${key}.name`)}
          </dt>
          <dd>
            <span className={styles["figureNumber"]}>{counts[key].toLocaleString("en-US")}</span>
            <span className={styles["under"]}>{t(`figure.${key}.text`)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ListProps {
  query: ReturnType<typeof useIncidents>;
  wanted: string;
  Link: RequestLink;
  onRetry: (incidents: readonly IncidentRow[]) => void;
}

function Incidents({ query, wanted, Link, onRetry }: ListProps) {
  const { t } = useTranslation("incidents");
  const [view, setView] = useState<"cause" | "single">("cause");
  const [process, setProcess] = useState<string>();
  if (query.isPending) return <ListSkeleton />;
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError && rows.length === 0) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden.title")} text={problem.message || t("hidden.text")} />;
    return (
      <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />
    );
  }
  if (rows.length === 0) return <AllDone title={t("none")} text={t("noneText")} />;
  const processes = new Map(rows.map((row) => [row.processKey, row.processName || row.processKey]));
  const shown = rows.filter((row) => matches(row, wanted) && (process === undefined || row.processKey === process));
  return (
    <>
      <div className={styles["tools"]}>
        <Segmented
          label={t("view.label")}
          segments={(["cause", "single"] as const).map((key) => ({ key, label: t(`view.${key}`) }))}
          value={view}
          onChange={setView}
        />
        <FilterChip
          label={t("process")}
          options={[...processes].map(([value, label]) => ({ value, label }))}
          value={process}
          onChange={setProcess}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={SearchX} title={t("noMatch")} />
      ) : (
        <IncidentTable causes={byCause(shown)} isFlat={view === "single"} Link={Link} onRetry={onRetry} />
      )}
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
