import { useTranslation } from "react-i18next";

import { type Plain, readAll } from "../document/extensions";
import styles from "./panel.module.css";
import { RecordList } from "./RecordList";
import { BLANK_POSTING, postingFields } from "./records";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly Plain[] => (Array.isArray(value) ? (value as readonly Plain[]) : []);

/** Values that depend on calendars and are reckoned anew when one changes, with the postings of the difference. */
export function RecountRows() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const recounts = readAll(element.businessObject, "dj:Recount");
  const set = (records: readonly Plain[]) => editor.setAll(element, "dj:Recount", records);
  return (
    <>
      <RecordList
        records={recounts}
        titleOf={(one) => t("recount.title", { field: text(one["field"]) })}
        addLabel={t("recount.add")}
        blank={{ field: "", value: "=" }}
        onChange={set}
        fields={[
          { name: "field", label: t("recount.field") },
          { name: "value", label: t("recount.value"), isFeel: true },
          { name: "feasible", label: t("recount.feasible"), isFeel: true, hint: t("recount.feasibleHint") },
        ]}
      />
      {recounts.map((recount, index) => (
        <div key={index} className={styles.stack}>
          <p className={styles.hint}>{t("recount.postings", { field: text(recount["field"]) })}</p>
          <RecordList
            records={list(recount["postings"])}
            titleOf={(one) => t("result.posting", { ledger: text(one["ledger"]) || t("result.ledgerMissing") })}
            addLabel={t("recount.addPosting")}
            blank={{ ...BLANK_POSTING, amount: "=recount.after - recount.before" }}
            onChange={(postings) => set(recounts.with(index, { ...recount, postings }))}
            fields={postingFields(t)}
          />
        </div>
      ))}
    </>
  );
}
