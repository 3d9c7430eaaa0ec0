import { Braces } from "lucide-react";
import { useTranslation } from "react-i18next";

import { type Plain, readAll, readOne } from "../document/extensions";
import { POSTING_ACTIONS } from "../document/sentences";
import { SOURCES } from "../document/step";
import { Section } from "./parts";
import { RecordList } from "./RecordList";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the step leaves behind: entries in ledgers, an absence, copies, data taken in and out. */
export function ResultSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const owner = element.businessObject;
  const counts = { postings: readAll(owner, "dj:Posting").length, mappings: readAll(owner, "dj:Input").length + readAll(owner, "dj:Output").length };
  const isActivity = owner.$instanceOf?.("bpmn:Activity") ?? false;
  const sentence = [
    counts.postings > 0 ? t("result.postings", { count: counts.postings }) : "",
    counts.mappings > 0 ? t("result.mappings", { count: counts.mappings }) : "",
    readOne(owner, "dj:Absence") ? t("result.absence") : "",
  ];
  const set = (type: string) => (records: readonly Plain[]) => editor.setAll(element, type, records);
  return (
    <Section icon={Braces} title={t("section.result")} sentence={sentence.filter(Boolean).join(t("stop")) || t("result.none")} isFolded>
      <RecordList
        records={readAll(owner, "dj:Posting")}
        titleOf={(one) => t("result.posting", { ledger: text(one["ledger"]) || t("result.ledgerMissing") })}
        addLabel={t("result.addPosting")}
        blank={{ ledger: "", action: "add", on: "complete" }}
        onChange={set("dj:Posting")}
        fields={[
          { name: "ledger", label: t("posting.ledger") },
          { name: "action", label: t("posting.action"), choices: POSTING_ACTIONS.map((value) => ({ value, label: t(`posting.${value}`) })) },
          { name: "on", label: t("posting.on"), choices: (["start", "complete"] as const).map((value) => ({ value, label: t(`posting.on_${value}`) })) },
          { name: "amount", label: t("posting.amount"), isFeel: true },
          { name: "column", label: t("posting.column") },
          { name: "where", label: t("posting.where"), isFeel: true },
          { name: "order", label: t("posting.order"), isFeel: true },
          { name: "forEach", label: t("posting.forEach"), isFeel: true },
          { name: "as", label: t("posting.as") },
          { name: "values", label: t("posting.values"), isFeel: true },
          { name: "key", label: t("posting.key"), isFeel: true },
          { name: "when", label: t("posting.when"), isFeel: true },
        ]}
      />
      {isActivity && (
        <>
          <RecordList
            records={readAll(owner, "dj:Absence")}
            titleOf={() => t("result.absence")}
            addLabel={t("result.addAbsence")}
            blank={{ person: "=initiator.id", kind: "act" }}
            onChange={(records) => set("dj:Absence")(records.slice(-1))}
            fields={[
              { name: "person", label: t("absence.person"), isFeel: true },
              { name: "from", label: t("absence.from"), isFeel: true },
              { name: "until", label: t("absence.until"), isFeel: true },
              { name: "deputy", label: t("absence.deputy"), isFeel: true },
              { name: "kind", label: t("absence.kind"), choices: (["act", "assist"] as const).map((value) => ({ value, label: t(`absence.${value}`) })) },
              { name: "when", label: t("posting.when"), isFeel: true },
            ]}
          />
          <RecordList
            records={readAll(owner, "dj:Input")}
            titleOf={(one) => t("result.input", { target: text(one["target"]) })}
            addLabel={t("result.addInput")}
            blank={{ source: "=", target: "" }}
            onChange={set("dj:Input")}
            fields={[
              { name: "target", label: t("mapping.target") },
              { name: "source", label: t("mapping.source"), isFeel: true },
            ]}
          />
          <RecordList
            records={readAll(owner, "dj:Output")}
            titleOf={(one) => t("result.output", { target: text(one["target"]) })}
            addLabel={t("result.addOutput")}
            blank={{ source: "=", target: "" }}
            onChange={set("dj:Output")}
            fields={[
              { name: "target", label: t("mapping.target") },
              { name: "source", label: t("mapping.source"), isFeel: true },
            ]}
          />
        </>
      )}
      <RecordList
        records={readAll(owner, "dj:Copy")}
        titleOf={(one) => t("result.copy", { who: text(one["value"]) || text(one["source"]) })}
        addLabel={t("result.addCopy")}
        blank={{ source: "role", value: "" }}
        onChange={set("dj:Copy")}
        fields={[
          { name: "source", label: t("who.source"), choices: SOURCES.map((value) => ({ value, label: t(`source.${value}`) })) },
          { name: "value", label: t("who.key") },
          { name: "when", label: t("posting.when"), isFeel: true },
        ]}
      />
    </Section>
  );
}
