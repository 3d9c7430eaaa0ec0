import { Inbox } from "lucide-react";
import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { SplitView } from "@/ui/frame/SplitView";
import { useIsNarrow } from "@/ui/frame/useWidth";
import { EmptyState } from "@/ui/states/State";

import { useItems } from "./api/useItems";
import { BoxList } from "./BoxList";
import { type Box, filterOf, isFiltered, type ItemsFilter, type WorkbenchSearch } from "./model";

export interface DetailContext {
  itemId: string;
  /** The list it was opened from, so that the server knows what comes next. */
  filter: ItemsFilter;
  onShow: (itemId: string | null) => void;
}

/**
 * To do, done, copied to me: the list by time pressure at the left, the item at the right. Filters and selection
 * stand in the address, so that back, reload and a link lead to the same place.
 */
export function WorkbenchPage(props: {
  box: Box;
  search: WorkbenchSearch;
  onSearch: (patch: WorkbenchSearch) => void;
  /** Opens the item as a page of its own. */
  onOpenPage: (itemId: string) => void;
  onMine: () => void;
  detail: (context: DetailContext) => ReactNode;
}) {
  const { t } = useTranslation("workbench");
  const { box, search, onSearch, onOpenPage } = props;
  const isNarrow = useIsNarrow();
  const filter = useMemo(() => filterOf(box, search), [box, search]);
  const query = useItems(filter);
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const selectedId = isNarrow ? null : (search.item ?? null);
  const open = (id: string) => (isNarrow ? onOpenPage(id) : onSearch({ item: id }));
  useTitle(t(`title.${box}`));

  const firstId = rows[0]?.id;
  useEffect(() => {
    if (!isNarrow && !search.item && firstId && !query.isPlaceholderData) onSearch({ item: firstId });
  }, [isNarrow, search.item, firstId, query.isPlaceholderData, onSearch]);

  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === selectedId);
    const next = rows[Math.max(0, at + by)];
    if (next) open(next.id);
  };
  useShortcuts([
    { keys: "j", label: t("keys.next"), group: "list", run: () => step(1) },
    { keys: "k", label: t("keys.previous"), group: "list", run: () => step(-1) },
    {
      keys: "enter",
      label: t("keys.open"),
      group: "list",
      run: () => {
        if (selectedId) onOpenPage(selectedId);
      },
    },
    { keys: "escape", label: t("keys.toList"), group: "list", run: focusList },
  ]);

  const detailOf = () => {
    if (selectedId) return props.detail({ itemId: selectedId, filter, onShow: (id) => onSearch({ item: id ?? undefined }) });
    if (rows.length > 0) return <EmptyState icon={Inbox} title={t("noDetail")} />;
    return query.isPending || isFiltered(search) ? false : null; // nothing at all: the list has the whole sheet
  };
  return (
    <SplitView
      list={
        <BoxList
          box={box}
          search={search}
          onSearch={onSearch}
          query={query}
          rows={rows}
          selectedId={selectedId}
          onOpen={open}
          onMine={props.onMine}
        />
      }
      detail={detailOf()}
    />
  );
}

const focusList = () => document.querySelector<HTMLElement>("[data-list]")?.focus();
