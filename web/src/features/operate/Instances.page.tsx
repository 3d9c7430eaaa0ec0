/** Every instance of the processes that I keep going, automatic ones too: find some, repair many. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { CirclePlay, ListTree } from "lucide-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { listOperated, listProcesses, listVersions } from "@/api/sdk.gen";
import type { OperatedRow } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Checkbox } from "@/ui/controls/Choice";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { FilterChip } from "@/ui/list/FilterChip";
import { ActsCell, Cell, PlainTable, RowName, TableRow } from "@/ui/list/PlainTable";
import { SearchField } from "@/ui/list/SearchField";
import { Segmented } from "@/ui/list/Segmented";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { BulkSheet, type BulkAction } from "./BulkSheet";
import { statusOf } from "./model";
import styles from "./operate.module.css";
import { StartSheet } from "./StartSheet";

export const RUNNING = ["", "active", "suspended", "stuck", "ended"] as const;

export interface OperatedFilter {
  q: string;
  process: string;
  version: string;
  state: (typeof RUNNING)[number];
}

export interface InstancesPageProps {
  filter: OperatedFilter;
  onFilter: (filter: OperatedFilter) => void;
  Link: ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;
  onMigrate: (rows: readonly OperatedRow[]) => void;
  onOpen: (instanceId: string) => void;
}

const PAGE = 100;

export function InstancesPage(props: InstancesPageProps) {
  const { t } = useTranslation("operate");
  useTitle(t("list.title"));
  const { filter, onFilter } = props;
  const [chosen, setChosen] = useState<ReadonlyMap<string, OperatedRow>>(new Map());
  const [asked, setAsked] = useState<BulkAction | null>(null);
  const [isStarting, setStarting] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ["operated", filter],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listOperated({ query: { ...filter, cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const choose = (row: OperatedRow, isChosen: boolean) => {
    const next = new Map(chosen);
    if (isChosen) next.set(row.id, row);
    else next.delete(row.id);
    setChosen(next);
  };
  const clear = () => setChosen(new Map());
  return (
    <Page>
      <PageHeader title={t("list.title")} fact={query.data && t("list.fact", { count: rows.length })}>
        <div className={styles["search"]}>
          <SearchField label={t("list.search")} placeholder={t("list.searchHint")} value={filter.q} onChange={(q) => onFilter({ ...filter, q })} />
        </div>
        <Button icon={CirclePlay} onPress={() => setStarting(true)}>
          {t("start.button")}
        </Button>
      </PageHeader>
      <div className={styles["bar"]}>
        <Segmented
          label={t("list.states")}
          value={filter.state}
          onChange={(state) => onFilter({ ...filter, state })}
          segments={RUNNING.map((key) => ({ key, label: t(`list.state.${key === "" ? "all" : key}`) }))}
        />
        <ProcessChoice filter={filter} onFilter={onFilter} />
      </div>
      <Scroll>
        <Rows {...props} query={query} rows={rows} chosen={chosen} onChoose={choose} />
      </Scroll>
      {chosen.size > 0 && (
        <BulkBar chosen={[...chosen.values()]} onClear={clear} onAsk={setAsked} onMigrate={() => props.onMigrate([...chosen.values()])} />
      )}
      {isStarting && <StartSheet processKey={filter.process} onClose={() => setStarting(false)} onStarted={props.onOpen} />}
      {asked && (
        <BulkSheet
          action={asked}
          ids={[...chosen.keys()]}
          onClose={(isDone) => {
            setAsked(null);
            if (isDone) clear();
          }}
        />
      )}
    </Page>
  );
}

function ProcessChoice({ filter, onFilter }: Pick<InstancesPageProps, "filter" | "onFilter">) {
  const { t } = useTranslation("operate");
  const processes = useQuery({
    queryKey: ["processes"],
    queryFn: async ({ signal }) => (await listProcesses({ signal, throwOnError: true })).data.items,
  });
  const versions = useQuery({
    queryKey: ["processes", filter.process, "versions"],
    queryFn: async ({ signal }) =>
      (await listVersions({ path: { process_key: filter.process }, signal, throwOnError: true })).data.items,
    enabled: filter.process !== "",
  });
  return (
    <>
      <FilterChip
        label={t("list.process")}
        options={(processes.data ?? []).filter((one) => one.version).map((one) => ({ value: one.key, label: one.name }))}
        value={filter.process || undefined}
        onChange={(process) => onFilter({ ...filter, process: process ?? "", version: "" })}
      />
      {filter.process && (
        <FilterChip
          label={t("list.version")}
          options={(versions.data ?? []).map((one) => ({ value: one.id, label: t("list.versionCount", { version: one.version, count: one.runningCount }) }))}
          value={filter.version || undefined}
          onChange={(version) => onFilter({ ...filter, version: version ?? "" })}
        />
      )}
    </>
  );
}

interface RowsProps extends InstancesPageProps {
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  rows: readonly OperatedRow[];
  chosen: ReadonlyMap<string, OperatedRow>;
  onChoose: (row: OperatedRow, isChosen: boolean) => void;
}

function Rows({ query, rows, filter, onFilter, ...props }: RowsProps) {
  const { t } = useTranslation("operate");
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && rows.length === 0) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden.title")} text={problem.message || t("hidden.text")} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0) {
    const isFiltered = Object.values(filter).some(Boolean);
    if (!isFiltered) return <EmptyState icon={ListTree} title={t("list.none")} text={t("list.noneText")} />;
    const clear = () => onFilter({ q: "", process: "", version: "", state: "" });
    return <FilteredEmpty title={t("list.nothingFits")} filters={filter.q || t("list.filters")} clear={t("list.clear")} onClear={clear} />;
  }
  return (
    <>
      <PlainTable
        label={t("list.title")}
        heads={[
          { key: "choose", label: t("list.choose"), isUnseen: true },
          { key: "instance", label: t("list.instance") },
          { key: "number", label: t("list.number") },
          { key: "process", label: t("list.process") },
          { key: "status", label: t("list.status") },
          { key: "initiator", label: t("list.initiator") },
          { key: "started", label: t("list.started") },
        ]}
      >
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} {...props} />
          ))}
        </tbody>
      </PlainTable>
      {query.hasNextPage && (
        <div className={styles["end"]}>
          <Button size="sm" busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t("list.more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ row, Link, chosen, onChoose }: Pick<RowsProps, "Link" | "chosen" | "onChoose"> & { row: OperatedRow }) {
  const { t } = useTranslation("operate");
  const name = [row.number, row.title].filter(Boolean).join(" ") || row.process.name;
  return (
    <TableRow isChosen={chosen.has(row.id)}>
      <ActsCell>
        {row.endedAt === null && (
          <Checkbox
            aria-label={t("list.chooseOne", { name })}
            checked={chosen.has(row.id)}
            onChange={(event) => onChoose(row, event.target.checked)}
          />
        )}
      </ActsCell>
      <RowName isData>
        <Link instanceId={row.id}>{row.title || row.process.name}</Link>
      </RowName>
      <Cell label={t("list.number")}>{row.number}</Cell>
      <Cell label={t("list.process")}>
        <span>
          {row.process.name} v{row.process.version}
        </span>
      </Cell>
      <Cell label={t("list.status")}>
        <StatusMark status={statusOf(row)} isSmall />
      </Cell>
      <Cell label={t("list.initiator")}>
        {row.initiator ? <Person person={{ id: row.initiator.id, name: row.initiator.name }} /> : <span>{t("facts.system")}</span>}
      </Cell>
      <Cell label={t("list.started")}>
        <TimeAgo at={row.startedAt} />
      </Cell>
    </TableRow>
  );
}

function BulkBar(props: { chosen: readonly OperatedRow[]; onClear: () => void; onAsk: (action: BulkAction) => void; onMigrate: () => void }) {
  const { t } = useTranslation("operate");
  const versions = new Set(props.chosen.map((row) => row.process.versionId));
  return (
    <div className={styles["bulk"]} role="region" aria-label={t("bulk.label")}>
      <span>{t("bulk.count", { count: props.chosen.length })}</span>
      <Button kind="text" onPress={props.onClear}>
        {t("bulk.clear")}
      </Button>
      <Button onPress={() => props.onAsk("suspend")}>{t("bulk.suspend.button")}</Button>
      <Button onPress={() => props.onAsk("resume")}>{t("bulk.resume.button")}</Button>
      <Button kind="dangerText" onPress={() => props.onAsk("cancel")}>
        {t("bulk.cancel.button")}
      </Button>
      <Button kind="filled" disabled={versions.size > 1} hint={versions.size > 1 ? t("bulk.oneVersion") : undefined} onPress={props.onMigrate}>
        {t("bulk.migrate.button")}
      </Button>
    </div>
  );
}
