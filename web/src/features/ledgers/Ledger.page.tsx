import { Download, Plus, Settings2, Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn, LedgerGroup, LedgerTotals } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { useViewCommands, useViews } from "@/lib/views/useViews";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { useIsPhone } from "@/ui/frame/useWidth";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from "@/ui/states/State";

import { Cards } from "./Cards";
import { Grid } from "./Grid";
import { ImportSheet } from "./ImportSheet";
import { rightsKey } from "./Ledgers.page";
import styles from "./Ledgers.module.css";
import { type LedgerSearch, nextSort, shownColumns } from "./model";
import { RecordPanel, type RequestLink } from "./RecordPanel";
import { RowSheet } from "./RowSheet";
import { SumBar } from "./SumBar";
import { Toolbar } from "./Toolbar";
import { useExport } from "./useExport";
import { useGroups, useLedger, useTotals } from "./useLedgers";

export interface LedgerPageProps {
  ledgerKey: string;
  search: LedgerSearch;
  onSearch: (patch: LedgerSearch) => void;
  onBack: () => void;
  onDesign: () => void;
  Link: RequestLink;
  /** Shows how far the background work is that was begun here. */
  progress: (errandId: string) => ReactNode;
}

/** The rows of one ledger: a grid on a desk, cards on a phone; beside it the record that is open. */
export function LedgerPage(props: LedgerPageProps) {
  const { t } = useTranslation("ledgers");
  const query = useLedger(props.ledgerKey);
  useTitle(query.data?.name ?? t("title"));
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    if (problem.status === 404) return <NoPermission title={t("closed.title")} text={t("closed.text")} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  return <OpenLedger {...props} ledger={query.data} />;
}

type Sheet = "add" | "import" | null;

function OpenLedger(props: LedgerPageProps & { ledger: Ledger }) {
  const { t } = useTranslation("ledgers");
  const { ledger, search, onSearch } = props;
  const isPhone = useIsPhone();
  const [sheet, setSheet] = useState<Sheet>(null);
  const { columns, setColumns } = useColumns(ledger);
  const totals = useTotals(ledger.key, search);
  const exporting = useExport(ledger, search, columns);
  const tell = useTell();
  const fact = t("head.fact", { shown: ledger.rowCount.toLocaleString("en-US"), rights: t(rightsKey(ledger)), count: ledger.rowCount });
  return (
    <Page>
      <ObjectHeader isHeading parent={t("title")} title={ledger.name} onBack={props.onBack} mark={<span className={styles["quiet"]}>{fact}</span>}>
        {!isPhone && (
          <>
            {ledger.mayWrite && (
              <Button kind="text" icon={Upload} aria-haspopup="dialog" onPress={() => setSheet("import")}>
                {t("import.button")}
              </Button>
            )}
            <Button kind="text" icon={Download} busy={exporting.isBusy} onPress={() => exporting.begin(totals.data?.count ?? ledger.rowCount)}>
              {t("export.button")}
            </Button>
            {ledger.mayDesign && (
              <Button kind="text" icon={Settings2} onPress={props.onDesign}>
                {t("design.button")}
              </Button>
            )}
          </>
        )}
        {ledger.mayWrite &&
          (isPhone ? (
            <IconButton icon={Plus} label={t("row.add")} onPress={() => setSheet("add")} />
          ) : (
            <Button kind="filled" icon={Plus} aria-haspopup="dialog" onPress={() => setSheet("add")}>
              {t("row.add")}
            </Button>
          ))}
      </ObjectHeader>
      {!(isPhone && search.row) && <Toolbar ledger={ledger} search={search} columns={columns} onSearch={onSearch} onColumns={setColumns} />}
      {exporting.errandId && <div className={styles["progress"]}>{props.progress(exporting.errandId)}</div>}
      <Rows {...props} columns={columns} totals={totals} isPhone={isPhone} onAdd={() => setSheet("add")} />
      {sheet === "add" && (
        <RowSheet
          ledger={ledger}
          onClose={() => setSheet(null)}
          onDone={(record) => {
            setSheet(null);
            tell({ text: t("row.added", { title: record.title }), action: { label: t("row.show"), onPress: () => onSearch({ row: record.row.id }) } });
          }}
        />
      )}
      {sheet === "import" && <ImportSheet ledger={ledger} onClose={() => setSheet(null)} />}
    </Page>
  );
}

/** The columns as the person has left them. */
function useColumns(ledger: Ledger) {
  const page = `ledger:${ledger.key}`;
  const { own } = useViews(page);
  const { save } = useViewCommands(page, () => undefined);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const setColumns = (next: readonly string[]) => {
    setChosen(next);
    save.mutate({ name: "", filters: {}, columns: [...next] });
  };
  return { columns: shownColumns(ledger.columns, chosen ?? own?.columns ?? []), setColumns };
}

interface RowsProps extends LedgerPageProps {
  ledger: Ledger;
  columns: readonly LedgerColumn[];
  totals: ReturnType<typeof useTotals>;
  isPhone: boolean;
  onAdd: () => void;
}

function Rows(props: RowsProps) {
  const { t } = useTranslation("ledgers");
  const { ledger, search, totals } = props;
  const groups = useGroups(ledger.key, search);
  if (!totals.data) {
    if (!totals.isError) return <ListSkeleton />;
    const problem = asProblem(totals.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void totals.refetch()} />;
  }
  if (groups.isLoading) return <ListSkeleton />;
  if (totals.data.count === 0 && search.row === undefined) return <NoRows {...props} />;
  return <Filled {...props} counted={totals.data} groups={search.group ? (groups.data?.items ?? []) : null} />;
}

function Filled(props: RowsProps & { counted: LedgerTotals; groups: readonly LedgerGroup[] | null }) {
  const { ledger, columns, search, counted, onSearch } = props;
  const record = search.row !== undefined && (
    <RecordPanel key={search.row} ledger={ledger} rowId={search.row} Link={props.Link} onClose={() => onSearch({ row: undefined })} />
  );
  const shared = { ledger, columns, search, total: counted.count, onOpen: (row: string) => onSearch({ row }) };
  if (props.isPhone) return record || <Cards {...shared} />;
  return (
    <>
      <div className={styles["split"]}>
        <Grid
          key={JSON.stringify([search.q, search.filters, search.group])}
          {...shared}
          groups={props.groups}
          onSort={(key) => onSearch({ by: nextSort(key, search.by) })}
        />
        {record}
      </div>
      <SumBar columns={columns} totals={counted} />
    </>
  );
}

/** Why there is nothing to see, and what to do about it. */
function NoRows({ ledger, search, onSearch, onAdd }: RowsProps) {
  const { t } = useTranslation("ledgers");
  if (search.q || search.filters)
    return (
      <FilteredEmpty
        title={t("none.rows")}
        filters={t("none.filters")}
        clear={t("filter.clear")}
        onClear={() => onSearch({ q: undefined, filters: undefined })}
      />
    );
  return (
    <EmptyState icon={Plus} title={t("none.yet")} text={t("none.yetText")}>
      {ledger.mayWrite && (
        <Button size="sm" onPress={onAdd}>
          {t("row.add")}
        </Button>
      )}
    </EmptyState>
  );
}
