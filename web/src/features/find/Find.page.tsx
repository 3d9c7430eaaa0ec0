import { FileSpreadsheet, SearchX } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/lib/api/problem";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { useTitle } from "@/lib/useTitle";
import { useViewCommands, useViews } from "@/lib/views/useViews";
import { Button } from "@/ui/act/Button";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { SearchField } from "@/ui/list/SearchField";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty } from "@/ui/states/State";

import { ColumnsButton } from "./Columns";
import { ExportSheet } from "./ExportSheet";
import { Filters } from "./Filters";
import styles from "./Find.module.css";
import { fieldOf, type FindSearch, isNarrowed, isPlain, keptColumn, NOTHING_ASKED, readColumns, USUAL_COLUMNS } from "./model";
import { type RequestLink, Results } from "./Results";
import { useChoices, useFind } from "./useFind";

interface FindProps {
  search: FindSearch;
  onSearch: (patch: FindSearch) => void;
  Link: RequestLink;
  /** Shows how far the background work is that was begun here. */
  progress: (errandId: string) => ReactNode;
}

/** Every request that I may see: by words, people, dates, state; with columns of my choice, and as a spreadsheet. */
export function FindPage(props: FindProps) {
  const { t } = useTranslation("find");
  const isPhone = useIsPhone();
  const input = useRef<HTMLInputElement>(null);
  const [isExporting, setIsExporting] = useState(false);
  const [errandId, setErrandId] = useState<string | null>(null);
  const { search, onSearch } = props;
  const { fields } = useChoices(search.process);
  const { columns, widths, setColumns, setWidth } = useColumns(fields.map((field) => field.key));
  const query = useFind(search);
  const first = query.data?.pages[0];
  const count = first ? countText(first.count ?? 0, first.isCountExact) : "";
  useTitle(t("title"));
  useShortcuts([{ keys: "/", label: t("search"), group: "list", run: () => input.current?.focus() }]);
  return (
    <Page>
      <PageHeader title={t("title")} fact={first && t("found", { count: first.count ?? 0, shown: count })}>
        <div className={styles["search"]}>
          <SearchField
            inputRef={input}
            label={t("search")}
            placeholder={t("searchPlaceholder")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ q: q || undefined })}
          />
        </div>
        {!isPhone && <ColumnsButton columns={columns} fields={fields} onColumns={setColumns} />}
        {!isPhone && (
          <Button icon={FileSpreadsheet} aria-haspopup="dialog" onPress={() => setIsExporting(true)}>
            {t("export.button")}
          </Button>
        )}
      </PageHeader>
      <Filters search={search} columns={columns} onSearch={onSearch} onColumns={setColumns} />
      {errandId && <div className={styles["progress"]}>{props.progress(errandId)}</div>}
      <Scroll>
        <Found {...props} {...{ query, columns, fields, widths }} onWidth={setWidth} />
      </Scroll>
      {isExporting && (
        <ExportSheet
          search={search}
          count={count}
          columns={columns}
          fields={fields}
          onBegun={(id) => {
            setErrandId(id);
            setIsExporting(false);
          }}
          onClose={() => setIsExporting(false)}
        />
      )}
    </Page>
  );
}

const countText = (count: number, isExact: boolean): string => (isExact ? String(count) : `${count}+`);

/** The columns as the person has left them; those of another process are left out for now. */
function useColumns(keys: readonly string[]) {
  const { own } = useViews("instances");
  const { save } = useViewCommands("instances", () => undefined);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const kept = readColumns(chosen ?? (own && own.columns.length > 0 ? own.columns : USUAL_COLUMNS));
  const columns = kept.columns.filter((column) => isPlain(column) || keys.includes(fieldOf(column) ?? ""));
  const keep = (next: readonly string[], widths: Readonly<Record<string, number>>) => {
    const texts = next.map((column) => keptColumn(column, widths[column]));
    setChosen(texts);
    save.mutate({ name: "", filters: {}, columns: texts });
  };
  return {
    columns: columns.length > 0 ? columns : USUAL_COLUMNS,
    widths: kept.widths,
    setColumns: (next: readonly string[]) => {
      const read = readColumns(next);
      keep(read.columns, { ...kept.widths, ...read.widths });
    },
    setWidth: (column: string, width: number) => keep(kept.columns, { ...kept.widths, [column]: width }),
  };
}

interface FoundProps extends FindProps {
  query: ReturnType<typeof useFind>;
  columns: readonly string[];
  fields: ReturnType<typeof useChoices>["fields"];
  widths: Readonly<Record<string, number>>;
  onWidth: (column: string, width: number) => void;
}

function Found({ query, search, onSearch, ...props }: FoundProps) {
  const { t } = useTranslation("find");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <ListSkeleton />;
  if (query.isError && rows.length === 0) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (rows.length === 0 && isNarrowed(search))
    return (
      <FilteredEmpty
        title={t("none.title")}
        filters={search.q ? t("none.text", { q: search.q }) : t("none.filters")}
        clear={t("filter.clear")}
        onClear={() => onSearch(NOTHING_ASKED)}
      />
    );
  if (rows.length === 0) return <EmptyState icon={SearchX} title={t("empty.title")} text={t("empty.text")} />;
  return (
    <>
      <Results {...props} rows={rows} order={search.order} onOrder={(order) => onSearch({ order })} />
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
