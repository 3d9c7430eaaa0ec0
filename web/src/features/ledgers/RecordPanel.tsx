import { Download, Eye, Pencil, Trash2, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Ledger, LedgerColumn, LedgerInstances, LedgerRecord } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import { CellView } from "./CellView";
import { HistoryList } from "./HistoryList";
import styles from "./Ledgers.module.css";
import { cellText } from "./model";
import { RemoveSheet } from "./RemoveSheet";
import { RowSheet } from "./RowSheet";
import { useRecord, useReveal } from "./useLedgers";

export type RequestLink = (props: { instanceId: string; className?: string | undefined; children: ReactNode }) => ReactNode;

interface Props {
  ledger: Ledger;
  rowId: string;
  Link: RequestLink;
  onClose: () => void;
}

/** One row with everything about it: its values, what happened to it, the requests that touched it. */
export function RecordPanel({ ledger, rowId, Link, onClose }: Props) {
  const { t } = useTranslation("ledgers");
  const { record, history, instances } = useRecord(ledger.key, rowId);
  const [sheet, setSheet] = useState<"edit" | "remove" | null>(null);
  const titleOf = useTitleOf(ledger);
  useShortcuts([{ keys: "escape", label: t("record.close"), group: "list", run: onClose }]);
  const found = record.data;
  if (record.isError && !found) {
    const problem = asProblem(record.error);
    return (
      <aside className={styles["panel"]} aria-label={t("record.label")}>
        <div className={styles["panelTools"]}>
          <IconButton icon={X} label={t("record.close")} onPress={onClose} />
        </div>
        <ErrorState title={problem.message || t("unreachable")} code={problem.code} />
      </aside>
    );
  }
  return (
    <aside className={styles["panel"]} aria-label={t("record.label")}>
      {!found && <DetailSkeleton />}
      {found && (
        <>
          <div className={styles["panelHead"]}>
            <div className={styles["panelTools"]}>
              <span className={styles["key"]}>{found.row.key}</span>
              {found.row.mayWrite && (
                <>
                  <IconButton icon={Pencil} label={t("row.change")} onPress={() => setSheet("edit")} />
                  <IconButton icon={Trash2} label={t("row.remove")} onPress={() => setSheet("remove")} />
                </>
              )}
              <IconButton icon={X} label={t("record.close")} shortcut="Esc" onPress={onClose} />
            </div>
            <h2 className={styles["panelTitle"]}>{titleOf(found)}</h2>
          </div>
          <dl className={styles["values"]}>
            {ledger.columns.map((column) => (
              <Value key={column.key} ledger={ledger} column={column} record={found} />
            ))}
          </dl>
          {instances.data && <Instances found={instances.data} Link={Link} />}
          <section className={styles["part"]} aria-label={t("history.title")}>
            <div className={styles["partHead"]}>
              <h3>{t("history.title")}</h3>
              <span className={styles["quiet"]}>{t("history.appendOnly")}</span>
            </div>
            {history.data && <HistoryList ledger={ledger} history={history.data} Link={Link} />}
          </section>
          {sheet === "edit" && <RowSheet ledger={ledger} record={found} onClose={() => setSheet(null)} onDone={() => setSheet(null)} />}
          {sheet === "remove" && <RemoveSheet ledger={ledger} record={found} onClose={() => setSheet(null)} onDone={onClose} />}
        </>
      )}
    </aside>
  );
}

/** What a row is called: its title columns with people and rows by name. */
function useTitleOf(ledger: Ledger) {
  const { t } = useTranslation("ledgers");
  return (record: LedgerRecord): string =>
    ledger.title
      .flatMap((key) => ledger.columns.find((one) => one.key === key) ?? [])
      .map((column) => cellText(record.row.values[column.key], column, record.names, { yes: t("yes"), no: t("no") }))
      .filter(Boolean)
      .join(" · ") || record.title;
}

function Value({ ledger, column, record }: { ledger: Ledger; column: LedgerColumn; record: LedgerRecord }) {
  const { t } = useTranslation("ledgers");
  const value = record.row.values[column.key] ?? null;
  return (
    <div className={styles["value"]}>
      <dt>{column.name}</dt>
      <dd>
        {value === null || value === "" ? (
          <span className={styles["quiet"]}>{t("empty")}</span>
        ) : (
          <Filled ledger={ledger} column={column} record={record} value={value} />
        )}
      </dd>
    </div>
  );
}

function Filled({ ledger, column, record, value }: { ledger: Ledger; column: LedgerColumn; record: LedgerRecord; value: unknown }) {
  const { t } = useTranslation("ledgers");
  const reveal = useReveal(ledger.key, record.row.id);
  if (column.type === "attachment") return <Files ledger={ledger} record={record} value={value} />;
  if (reveal.data) {
    const clear = cellText(reveal.data.value, { ...column, isSensitive: false }, record.names, { yes: t("yes"), no: t("no") });
    return <span>{clear}</span>;
  }
  return (
    <div className={styles["filled"]}>
      <CellView column={column} value={value} names={record.names} hasSymbol />
      {column.isSensitive && column.mayReveal && (
        <Button kind="link" size="sm" icon={Eye} busy={reveal.isPending} hint={t("reveal.hint")} onPress={() => reveal.mutate(column.key)}>
          {t("reveal.button")}
        </Button>
      )}
      {reveal.error && <ProblemList problems={[{ code: reveal.error.code, detail: reveal.error.message }]} />}
    </div>
  );
}

function Files({ ledger, record, value }: { ledger: Ledger; record: LedgerRecord; value: unknown }) {
  const ids = Array.isArray(value) ? value.map(String) : [];
  return (
    <ul>
      {ids.map((id) => (
        <li key={id}>
          <a className={styles["fileLink"]} href={`/api/v1/ledgers/${ledger.key}/rows/${record.row.id}/files/${id}`} download>
            <Icon of={Download} size={14} />
            {record.names.files[id] ?? id}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Instances({ found, Link }: { found: LedgerInstances; Link: RequestLink }) {
  const { t } = useTranslation("ledgers");
  if (found.items.length === 0 && found.hiddenCount === 0) return null;
  return (
    <section className={styles["part"]} aria-label={t("instances.title")}>
      <div className={styles["partHead"]}>
        <h3>{t("instances.title")}</h3>
      </div>
      <ul className={styles["instances"]}>
        {found.items.map((one) => (
          <li key={one.id}>
            <Link instanceId={one.id} className={styles["instance"]}>
              <span className="tnum">{one.number}</span>
              <span className="truncate" title={one.title}>
                {one.process.name}
              </span>
            </Link>
          </li>
        ))}
        {found.hiddenCount > 0 && <li className={styles["quiet"]}>{t("instances.hidden", { count: found.hiddenCount })}</li>}
      </ul>
    </section>
  );
}
