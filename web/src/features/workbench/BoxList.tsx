import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import type { BulkDecision, BulkReport } from "@/api/types.gen";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useIsPhone } from "@/ui/frame/useWidth";

import { ItemListPane, type ItemListPaneProps } from "./ItemListPane";
import { ListHead } from "./ListHead";
import { useBulkOutcome } from "./useBulkOutcome";
import { type Marked, useMarked } from "./useMarked";

const BulkBar = lazy(() => import("./BulkBar"));

/** A box's head and list; in the to-do list rows can be marked and decided together. */
export function BoxList(props: Omit<ItemListPaneProps, "marking">) {
  const { box, search, onSearch, query, rows, selectedId, onOpen } = props;
  const isPhone = useIsPhone();
  const marked = useMarked(rows);
  const { tellOutcome, failures } = useBulkOutcome(rows, marked);
  const isMarkable = box === "todo";
  const isOn = isMarkable && marked.isOn;
  useMarkKeys(marked, isMarkable ? selectedId : null);

  const onDone = (report: BulkReport, action: BulkDecision["action"]) => {
    const decided = new Set(report.items.flatMap(({ ok, itemId }) => (ok ? [itemId] : [])));
    tellOutcome(report, action);
    if (selectedId && decided.has(selectedId)) onSearch({ item: rows.find(({ id }) => !decided.has(id))?.id });
  };
  return (
    <>
      <ListHead
        box={box}
        search={search}
        onSearch={onSearch}
        counts={query.data?.pages[0]?.counts}
        rows={rows}
        onMarking={isMarkable && isPhone && rows.length > 1 && !isOn ? marked.start : undefined}
      />
      <ItemListPane {...props} marking={isMarkable ? { marked: marked.ids, isOn, onMark: marked.mark } : undefined} />
      {isOn && (
        <Suspense>
          <BulkBar marked={marked} rows={rows} onOpen={onOpen} onDone={onDone} />
        </Suspense>
      )}
      {failures}
    </>
  );
}

/** X marks the open row, Shift+X all from the row marked last to this one. */
function useMarkKeys(marked: Marked, id: string | null): void {
  const { t } = useTranslation("workbench");
  useShortcuts(
    id !== null
      ? [
          { keys: "x", label: t("keys.mark"), group: "list", run: () => marked.mark(id, false) },
          { keys: "shift+x", label: t("keys.markRange"), group: "list", run: () => marked.mark(id, true) },
        ]
      : [],
  );
}
