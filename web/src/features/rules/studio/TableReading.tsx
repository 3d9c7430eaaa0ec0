import { useTranslation } from "react-i18next";

import { columnName, type DecisionPart, type ModelView, type TableView } from "../dmn/tables";
import { spokenCell } from "../feel/values";
import styles from "../rules.module.css";

/** The rules to read: on the phone, and where the editor cannot show a document. One rule a card on narrow screens. */
export function TableReading(props: { model: ModelView | null; hits: Readonly<Record<string, number>> | null; lost: string | null }) {
  const { t } = useTranslation("rules");
  const { model, hits, lost } = props;
  if (!model) return <p className={styles.panelNote}>{t("studio.unreadable")}</p>;
  return (
    <div className={styles.page}>
      {lost !== null && <p className={styles.cardText}>{t("studio.readOnly", { element: lost })}</p>}
      {model.decisions.map((decision) => (
        <section key={decision.id} className={styles.card} aria-label={decision.name}>
          <h2 className={styles.cardHead}>{decision.name}</h2>
          {decision.description && <p className={styles.cardText}>{decision.description}</p>}
          <Logic decision={decision} hits={hits} />
        </section>
      ))}
    </div>
  );
}

function Logic({ decision, hits }: { decision: DecisionPart; hits: Readonly<Record<string, number>> | null }) {
  const { t } = useTranslation("rules");
  if (decision.table) return <Rules table={decision.table} hits={hits} />;
  return <pre className={styles.literal}>{decision.expression ?? t("studio.noLogic")}</pre>;
}

function Rules({ table, hits }: { table: TableView; hits: Readonly<Record<string, number>> | null }) {
  const { t } = useTranslation("rules");
  const columns = [...table.inputs, ...table.outputs];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t("reading.rule")}</th>
          {columns.map((column, index) => (
            <th key={index} scope="col">
              <span className={styles.faint}>{index < table.inputs.length ? t("reading.if") : t("reading.then")} </span>
              {columnName(column)}
            </th>
          ))}
          {hits && (
            <th scope="col" data-figure="true">
              {t("reading.hits")}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {table.rules.map((rule, number) => (
          <tr key={rule.id}>
            <th scope="row">{number + 1}</th>
            {columns.map((column, index) => (
              <td key={index} data-label={columnName(column)} data-result={index >= table.inputs.length}>
                {spokenCell(rule.cells[index] ?? "")}
              </td>
            ))}
            {hits && (
              <td data-label={t("reading.hits")} data-figure="true" className="tnum">
                {(hits[rule.id] ?? 0).toLocaleString("en-US")}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
