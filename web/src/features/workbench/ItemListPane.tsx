import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { BoxCounts, ItemRow } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { formatMoney } from "@/lib/money/money";
import { Button } from "@/ui/act/Button";
import { useIsPhone } from "@/ui/frame/useWidth";
import { GroupHead, ListFoot } from "@/ui/list/ListRow";
import { type ListGroup, type Marking, VirtualList } from "@/ui/list/VirtualList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { AllDone, ErrorState, FilteredEmpty } from "@/ui/states/State";

import type { useItems } from "./api/useItems";
import { ItemLine } from "./ItemLine";
import { type Box, byPressure, isFiltered, NO_FILTERS, type WorkbenchSearch } from "./model";

export interface ItemListPaneProps {
  box: Box;
  search: WorkbenchSearch;
  onSearch: (patch: WorkbenchSearch) => void;
  query: ReturnType<typeof useItems>;
  rows: readonly ItemRow[];
  selectedId: string | null;
  onOpen: (id: string) => void;
  marking: Marking | undefined;
  onMine: () => void;
}

const keyOf = (row: ItemRow) => row.id;

/** The list itself, with its loading, empty, filtered-empty and error states. */
export function ItemListPane(props: ItemListPaneProps) {
  const { t } = useTranslation("workbench");
  const { box, search, query, rows, onOpen } = props;
  const isPhone = useIsPhone();
  const groups = useGroups(box, search, query, rows);
  const isGrouped = groups.some((group) => group.head !== null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isPending) return <ListSkeleton />;
  if (query.isError && rows.length === 0) {
    const problem = asProblem(query.error);
    return (
      <ErrorState
        title={problem.message || t("away.title")}
        text={t("away.text")}
        code={problem.logId ?? problem.code}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (rows.length === 0) return <Nothing {...props} />;
  return (
    <VirtualList
      label={t(`title.${box}`)}
      groups={groups}
      keyOf={keyOf}
      selectedKey={props.selectedId}
      onOpen={(row) => onOpen(row.id)}
      marking={props.marking}
      isCards={isPhone}
      onEnd={onEnd}
      render={(row, part) => (
        <ItemLine row={row} part={part} box={box} isCard={isPhone} isUnderHead={isGrouped} />
      )}
      foot={!hasNextPage && rows.length > 20 && <ListFoot>{t("end", { count: rows.length })}</ListFoot>}
    />
  );
}

function Nothing({ box, search, onSearch, rows, query, onMine }: ItemListPaneProps) {
  const { t } = useTranslation("workbench");
  if (isFiltered(search)) {
    const { segment } = search;
    const filters = [
      search.q && t("filtered.q", { q: search.q }),
      segment && t(`segment.${segment}`),
      search.process,
      search.exclude && t("filter.excluding", { name: search.exclude }),
      search.department,
    ];
    return (
      <FilteredEmpty
        title={t(`filtered.${box}`)}
        filters={filters.filter(Boolean).join(t("filtered.separator"))}
        clear={t("filtered.clear")}
        onClear={() => onSearch(NO_FILTERS)}
      />
    );
  }
  const running = firstCounts(query)?.mineRunning ?? 0;
  return (
    <AllDone
      title={t(`empty.${box}`)}
      text={box === "todo" && running > 0 ? t("empty.othersWork", { count: running }) : t(`empty.${box}Text`)}
    >
      {box === "todo" && rows.length === 0 && (
        <Button size="sm" onPress={onMine}>
          {t("empty.seeMine")}
        </Button>
      )}
    </AllDone>
  );
}

const firstCounts = (query: ReturnType<typeof useItems>): BoxCounts | undefined => query.data?.pages[0]?.counts;

const TONES = { overdue: "red", today: "amber", week: undefined, later: undefined } as const;

function useGroups(
  box: Box,
  search: WorkbenchSearch,
  query: ReturnType<typeof useItems>,
  rows: readonly ItemRow[],
): ListGroup<ItemRow>[] {
  const { t } = useTranslation("workbench");
  const counts = firstCounts(query);
  const isByDeadline = box === "todo" && !search.sort;
  const hasMore = query.hasNextPage;
  const isPlain = !isFiltered(search);
  return useMemo(() => {
    if (!isByDeadline) return [{ key: "all", head: null, rows }];
    return byPressure(rows, hasMore).map((group) => {
      const known = isPlain && counts && { overdue: counts.overdue, today: counts.today, week: 0, later: 0 }[group.key];
      const count = group.isComplete ? group.rows.length : known || `${group.rows.length}+`;
      return {
        key: group.key,
        rows: group.rows,
        head: (
          <GroupHead
            label={t(`group.${group.key}`)}
            count={count}
            tone={TONES[group.key]}
            total={group.total && t("total", { amount: formatMoney(group.total) })}
          />
        ),
      };
    });
  }, [isByDeadline, isPlain, rows, hasMore, counts, t]);
}
