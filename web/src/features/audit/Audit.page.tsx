/** Who did and saw what, for those who check: filtered, verified, taken along. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { FileDown, ScrollText, ShieldCheck } from "lucide-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { listAudit, verifyAudit } from "@/api/sdk.gen";
import type { AuditList } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { DateRangeInput } from "@/ui/controls/DateInput";
import { PersonPicker, type Picked } from "@/ui/controls/PersonPicker";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { FilterChip } from "@/ui/list/FilterChip";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from "@/ui/states/State";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { ACTIONS, type AuditSearch, queryOf, VERDICTS } from "./actions";
import styles from "./Audit.module.css";
import { Found } from "./Found";
import { Lines } from "./Lines";

export type RequestLink = ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;

export interface AuditPageProps {
  search: AuditSearch;
  onSearch: (patch: AuditSearch) => void;
  Link: RequestLink;
}

const PAGE = 50;

function useLines(search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ["audit", search],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listAudit({ query: { ...queryOf(search), cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page: AuditList) => page.nextCursor ?? undefined,
  });
}

export function AuditPage({ search, onSearch, Link }: AuditPageProps) {
  const { t } = useTranslation("audit");
  useTitle(t("title"));
  const query = useLines(search);
  const check = useMutation({ mutationFn: async () => (await verifyAudit({ throwOnError: true })).data });
  const sealedUntil = query.data?.pages[0]?.sealedUntil;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        fact={sealedUntil ? <TimeAgo at={sealedUntil} form="moment" say={(time) => t("sealedUntil", { time })} /> : t("notSealed")}
      >
        <Button icon={FileDown} onPress={() => download(search)}>
          {t("export")}
        </Button>
        <Button icon={ShieldCheck} busy={check.isPending} onPress={() => check.mutate()}>
          {t("verify")}
        </Button>
      </PageHeader>
      <Filters search={search} onSearch={onSearch} />
      {check.data && <Found verification={check.data} />}
      <Scroll>
        <Body query={query} search={search} onSearch={onSearch} Link={Link} />
      </Scroll>
    </Page>
  );
}

const NOTHING_ASKED: AuditSearch = { actor: undefined, action: undefined, verdict: undefined, from: undefined, until: undefined };

function Filters({ search, onSearch }: Pick<AuditPageProps, "search" | "onSearch">) {
  const { t } = useTranslation("audit");
  const [person, setPerson] = useState<Picked | null>(null);
  return (
    <div className={styles["filters"]}>
      <FilterChip
        label={t("filter.verdict")}
        options={VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`) }))}
        value={search.verdict}
        onChange={(verdict) => onSearch({ verdict: VERDICTS.find((one) => one === verdict) })}
      />
      <FilterChip
        label={t("filter.action")}
        options={ACTIONS.map((value) => ({ value, label: t(`action.${value}`) }))}
        value={search.action}
        onChange={(action) => onSearch({ action: ACTIONS.find((one) => one === action) })}
      />
      <div className={styles["person"]}>
        <PersonPicker
          label={t("filter.person")}
          isClearable
          value={search.actor ? (person ?? { id: search.actor, name: t("filter.chosenPerson") }) : null}
          onChange={(next) => {
            setPerson(next);
            onSearch({ actor: next?.id });
          }}
        />
      </div>
      <div className={styles["days"]}>
        <DateRangeInput
          value={{ from: search.from ?? null, until: search.until ?? null }}
          onChange={(range) => onSearch({ from: range?.from ?? undefined, until: range?.until ?? undefined })}
        />
      </div>
    </div>
  );
}

function Body({ query, search, onSearch, Link }: AuditPageProps & { query: ReturnType<typeof useLines> }) {
  const { t } = useTranslation("audit");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && rows.length === 0) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden")} text={problem.message} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    if (!Object.values(search).some(Boolean)) return <EmptyState icon={ScrollText} title={t("none")} />;
    return <FilteredEmpty title={t("nothingFits")} filters={t("filters")} clear={t("clear")} onClear={() => onSearch(NOTHING_ASKED)} />;
  }
  return (
    <>
      <Lines rows={rows} Link={Link} />
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

/** The lines of the filter as a file; the browser keeps it. */
function download(search: AuditSearch): void {
  const link = document.createElement("a");
  link.href = `/api/v1/audit/lines.csv?${new URLSearchParams(queryOf(search)).toString()}`;
  link.download = "";
  link.click();
}
