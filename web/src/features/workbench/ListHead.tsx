import { ArrowDownNarrowWide, ListChecks, Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BoxCounts, ItemRow } from "@/api/types.gen";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";
import { useIsPhone } from "@/ui/frame/useWidth";
import { FilterChip } from "@/ui/list/FilterChip";
import { SavedViews } from "@/ui/list/SavedViews";
import { SearchField } from "@/ui/list/SearchField";
import { Segmented } from "@/ui/list/Segmented";

import { type Box, choices, keptOf, NO_FILTERS, type SegmentKey, type Sort, type WorkbenchSearch } from "./model";
import styles from "./Workbench.module.css";

const SORTS = ["due", "newest", "oldest"] as const;

interface ListHeadProps {
  box: Box;
  search: WorkbenchSearch;
  onSearch: (patch: WorkbenchSearch) => void;
  counts: BoxCounts | undefined;
  rows: readonly ItemRow[];
  /** Where no pointer hovers, a button brings the boxes. */
  onMarking: (() => void) | undefined;
}

/** Title, segments with counts, filters in one row. */
export function ListHead(props: ListHeadProps) {
  const { t } = useTranslation("workbench");
  const { box, search, onSearch, counts } = props;
  return (
    <header className={styles["head"]}>
      <TitleLine {...props} />
      {box === "todo" && (
        <Segmented<SegmentKey>
          label={t("segments")}
          isPillsOnPhone
          value={search.segment ?? "all"}
          onChange={(key) => onSearch({ segment: key === "all" ? undefined : key })}
          segments={[
            { key: "all", label: t("segment.all"), count: counts?.todo },
            { key: "overdue", label: t("segment.overdue"), count: counts?.overdue, tone: "red" },
            { key: "today", label: t("segment.today"), count: counts?.today, tone: "amber" },
            { key: "deputy", label: t("segment.deputy"), count: counts?.onBehalf },
          ]}
        />
      )}
      <Filters {...props} />
    </header>
  );
}

function TitleLine({ box, search, onSearch, counts, onMarking }: ListHeadProps) {
  const { t } = useTranslation("workbench");
  const isTodo = box === "todo";
  return (
    <div className={styles["top"]}>
      <h1 className={styles["title"]}>
        {t(`title.${box}`)}
        {isTodo && counts && <span className={styles["titleCount"]}>{counts.todo}</span>}
      </h1>
      {onMarking && (
        <Button kind="text" size="sm" icon={ListChecks} className={styles["sort"] ?? ""} onPress={onMarking}>
          {t("bulk.start")}
        </Button>
      )}
      {isTodo && <SortMenu sort={search.sort ?? "due"} onSearch={onSearch} />}
    </div>
  );
}

function SortMenu({ sort, onSearch }: { sort: Sort; onSearch: (patch: WorkbenchSearch) => void }) {
  const { t } = useTranslation("workbench");
  return (
    <Menu
      items={SORTS.map((choice) => ({
        key: choice,
        label: t(`sort.${choice}`),
        isChosen: choice === sort,
        onPress: () => onSearch({ sort: choice === "due" ? undefined : choice }),
      }))}
    >
      <Button kind="text" size="sm" icon={ArrowDownNarrowWide} aria-haspopup="menu" className={styles["sort"] ?? ""}>
        {t(`sort.${sort}`)}
      </Button>
    </Menu>
  );
}

function Filters({ box, search, onSearch, rows }: ListHeadProps) {
  const { t } = useTranslation("workbench");
  const isPhone = useIsPhone();
  const input = useRef<HTMLInputElement>(null);
  const [isSearching, setIsSearching] = useState(false);
  const isOpen = isSearching || Boolean(search.q);
  useEffect(() => {
    if (isSearching) input.current?.focus();
  }, [isSearching]);
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => setIsSearching(true) }]);

  if (isOpen) {
    return (
      <div className={styles["chips"]}>
        <SearchField
          inputRef={input}
          label={t("search")}
          placeholder={t("searchPlaceholder")}
          value={search.q ?? ""}
          onChange={(q) => onSearch({ q: q || undefined })}
          onLeave={() => setIsSearching(false)}
        />
        <Button kind="text" size="sm" onPress={() => { onSearch({ q: undefined }); setIsSearching(false); }}>
          {t("searchEnd")}
        </Button>
      </div>
    );
  }
  const processes = choices(rows, (row) => ({ id: row.process.key, name: row.process.name }));
  return (
    <div className={styles["chips"]}>
      <div className={styles["chipRow"]}>
        <SavedViews
          page={box}
          state={{ filters: keptOf(search) }}
          onChoose={(view) => onSearch({ ...NO_FILTERS, sort: undefined, ...view.filters })}
        />
        <FilterChip
          label={t("filter.process")}
          options={processes}
          value={search.process}
          onChange={(process) => onSearch({ process })}
        />
        <FilterChip
          label={t("filter.department")}
          options={choices(rows, (row) => row.department)}
          value={search.department}
          onChange={(department) => onSearch({ department })}
        />
        {!search.process && (
          <FilterChip
            label={t("filter.exclude")}
            options={processes}
            describe={(name) => t("filter.excluding", { name })}
            value={search.exclude}
            onChange={(exclude) => onSearch({ exclude })}
          />
        )}
      </div>
      <IconButton
        icon={Search}
        label={t("search")}
        shortcut="/"
        iconSize={isPhone ? 20 : 16}
        onPress={() => setIsSearching(true)}
      />
    </div>
  );
}
