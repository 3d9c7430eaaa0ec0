import { ArrowDownUp, Columns3, Funnel, Group, X } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn } from "@/api/types.gen";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/act/Button";
import { Menu } from "@/ui/act/Menu";
import { useIsPhone } from "@/ui/frame/useWidth";
import { Icon } from "@/ui/Icon";
import { SavedViews } from "@/ui/list/SavedViews";
import { SearchField } from "@/ui/list/SearchField";

import { ColumnsSheet } from "./ColumnsSheet";
import { FilterSheet } from "./FilterSheet";
import styles from "./Ledgers.module.css";
import { filtersOf, filtersText, keptOf, type LedgerSearch, searchOf } from "./model";
import { useFilterWords } from "./useFilterWords";

interface Props {
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  search: LedgerSearch;
  onSearch: (patch: LedgerSearch) => void;
  onColumns: (columns: readonly string[]) => void;
}

/** Kept views, filters, order, groups, columns, search; below them the filters in force. */
export function Toolbar({ ledger, columns, search, onSearch, onColumns }: Props) {
  const { t } = useTranslation("ledgers");
  const isPhone = useIsPhone();
  const input = useRef<HTMLInputElement>(null);
  const [sheet, setSheet] = useState<"filter" | "columns" | null>(null);
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => input.current?.focus() }]);
  const sortable = ledger.columns.filter((column) => column.maySort);
  const by = ledger.columns.find((column) => column.key === search.by?.replace("-", ""));
  const group = ledger.columns.find((column) => column.key === search.group);
  const sorts = sortable.flatMap((column) => [
    { key: column.key, label: t("sort.up", { name: column.name }), isChosen: search.by === column.key, onPress: () => onSearch({ by: column.key }) },
    { key: `-${column.key}`, label: t("sort.down", { name: column.name }), isChosen: search.by === `-${column.key}`, onPress: () => onSearch({ by: `-${column.key}` }) },
  ]);
  return (
    <div className={styles["toolbar"]}>
      <div className={styles["tools"]}>
        <SavedViews
          label={t("views")}
          page={`ledger:${ledger.key}`}
          state={{ filters: keptOf(search), columns: columns.map(({ key }) => key) }}
          onChoose={(view) => {
            onSearch(searchOf(view.filters));
            if (view.columns.length > 0) onColumns(view.columns);
          }}
        />
        <span className={styles["push"]} />
        <Button kind="text" size="sm" icon={Funnel} aria-haspopup="dialog" onPress={() => setSheet("filter")}>
          {t("filter.button")}
        </Button>
        <Menu
          items={[
            { key: "none", label: t("sort.none"), isChosen: !search.by, onPress: () => onSearch({ by: undefined }) },
            ...sorts,
          ]}
        >
          <Button kind="text" size="sm" icon={ArrowDownUp} aria-haspopup="menu">
            {by ? t("sort.by", { name: by.name }) : t("sort.button")}
          </Button>
        </Menu>
        {!isPhone && (
          <>
            <Menu
              items={[
                { key: "none", label: t("group.none"), isChosen: !group, onPress: () => onSearch({ group: undefined }) },
                ...sortable
                  .filter((column) => column.type !== "money")
                  .map((column) => ({ key: column.key, label: column.name, isChosen: group?.key === column.key, onPress: () => onSearch({ group: column.key }) })),
              ]}
            >
              <Button kind="text" size="sm" icon={Group} aria-haspopup="menu">
                {group ? t("group.by", { name: group.name }) : t("group.button")}
              </Button>
            </Menu>
            <Button kind="text" size="sm" icon={Columns3} aria-haspopup="dialog" onPress={() => setSheet("columns")}>
              {t("columns.button")}
            </Button>
          </>
        )}
        <div className={styles["find"]}>
          <SearchField
            inputRef={input}
            label={t("search")}
            placeholder={t("search")}
            shortcut="/"
            value={search.q ?? ""}
            onChange={(q) => onSearch({ q: q || undefined })}
          />
        </div>
      </div>
      <FilterChips ledger={ledger} search={search} onSearch={onSearch} />
      {sheet === "filter" && (
        <FilterSheet
          ledger={ledger}
          filters={filtersOf(search.filters)}
          onClose={() => setSheet(null)}
          onApply={(filters) => {
            onSearch({ filters: filtersText(filters) });
            setSheet(null);
          }}
        />
      )}
      {sheet === "columns" && (
        <ColumnsSheet
          all={ledger.columns}
          chosen={columns.map(({ key }) => key)}
          onClose={() => setSheet(null)}
          onChange={(next) => {
            onColumns(next);
            setSheet(null);
          }}
        />
      )}
    </div>
  );
}

function FilterChips({ ledger, search, onSearch }: Pick<Props, "ledger" | "search" | "onSearch">) {
  const { t } = useTranslation("ledgers");
  const words = useFilterWords(ledger);
  const filters = filtersOf(search.filters);
  if (filters.length === 0) return null;
  return (
    <div className={styles["chips"]}>
      {filters.map((filter, index) => {
        const text = words(filter);
        return (
          <button
            key={JSON.stringify(filter)}
            type="button"
            className={styles["chip"]}
            aria-label={t("filter.remove", { text })}
            onClick={() => onSearch({ filters: filtersText(filters.toSpliced(index, 1)) })}
          >
            <span className="truncate">{text}</span>
            <Icon of={X} size={14} />
          </button>
        );
      })}
      <Button kind="link" size="sm" onPress={() => onSearch({ filters: undefined })}>
        {t("filter.clear")}
      </Button>
    </div>
  );
}
