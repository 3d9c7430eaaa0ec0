/** What stands still until somebody repairs it, by cause. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { IncidentRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { AllDone, ErrorState, NoPermission } from "@/ui/states/State";

import { byCause } from "./causes";
import styles from "./Incidents.module.css";
import { IncidentTable, type RequestLink } from "./IncidentTable";
import { RetrySheet } from "./RetrySheet";
import { useIncidents } from "./useIncidents";

export function IncidentsPage({ Link }: { Link: RequestLink }) {
  const { t } = useTranslation("incidents");
  useTitle(t("title"));
  const query = useIncidents();
  const [asked, setAsked] = useState<IncidentRow | null>(null);
  const open = query.data?.pages[0]?.openCount ?? 0;
  return (
    <Page>
      <PageHeader title={t("title")} fact={open > 0 && t("fact", { count: open })} />
      <Scroll>
        <Incidents query={query} Link={Link} onRetry={setAsked} />
      </Scroll>
      {asked && <RetrySheet key={asked.id} incident={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

interface ListProps {
  query: ReturnType<typeof useIncidents>;
  Link: RequestLink;
  onRetry: (incident: IncidentRow) => void;
}

function Incidents({ query, Link, onRetry }: ListProps) {
  const { t } = useTranslation("incidents");
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
  return (
    <>
      <IncidentTable causes={byCause(rows)} Link={Link} onRetry={onRetry} />
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
