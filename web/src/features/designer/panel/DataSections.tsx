import { ArrowRightLeft, Database } from "lucide-react";
import { useTranslation } from "react-i18next";

import { idFrom, rootsOf } from "../bpmn/subjects";
import type { DiagramElement, ModdleElement } from "../bpmn/types";
import type { Plain } from "../document/extensions";
import { CommitInput, Pick, Row, Section } from "./parts";
import { RecordList } from "./RecordList";
import { FeelRow } from "./FeelRow";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly ModdleElement[] => (value as readonly ModdleElement[] | undefined) ?? [];

/** Data of the process: a picture of a data object is one view of it, several pictures can show the same. */
export function DataObjectSection() {
  const { t } = useTranslation("designer");
  const { element, editor, modeler } = usePanel();
  const data = element.businessObject["dataObjectRef"] as ModdleElement | undefined;
  const others = new Set(
    modeler
      .get("elementRegistry")
      .filter((one) => one.type === "bpmn:DataObjectReference" && !one.labelTarget)
      .map((one) => one.businessObject["dataObjectRef"] as ModdleElement | undefined)
      .filter((one) => one !== undefined),
  );
  const name = text(data?.["name"]) || (data?.id ?? "");
  return (
    <Section icon={Database} title={t("section.data")} sentence={name ? t("data.variable", { name }) : t("data.none")}>
      <Row label={t("data.object")} hint={t("data.objectHint")}>
        <Pick
          label={t("data.object")}
          value={data?.id ?? ""}
          choices={[...others].map((one) => ({ value: one.id ?? "", label: text(one["name"]) || (one.id ?? "") }))}
          onPick={(id) => editor.setProperties(element, { dataObjectRef: [...others].find((one) => one.id === id) })}
        />
      </Row>
      {data && (
        <>
          <Row label={t("data.name")} hint={t("data.nameHint")}>
            <CommitInput label={t("data.name")} value={text(data["name"])} isCode onCommit={(next) => editor.setPart(element, data, { name: next.trim() || undefined })} />
          </Row>
          <SwitchRow
            label={t("data.isCollection")}
            isOn={data["isCollection"] === true}
            onChange={(isOn) => editor.setPart(element, data, { isCollection: isOn || undefined })}
          />
        </>
      )}
    </Section>
  );
}

const NEW = "\u0000new";

/** Data that outlives a request. */
export function DataStoreSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const store = element.businessObject["dataStoreRef"] as ModdleElement | undefined;
  const stores = rootsOf(element.businessObject).filter((one) => one.$type === "bpmn:DataStore");
  const choose = (id: string) =>
    editor.together(() => {
      const name = text(element.businessObject["name"]) || element.id;
      const roots = rootsOf(element.businessObject);
      const found = id === NEW ? editor.addRoot(element, "bpmn:DataStore", { id: idFrom("DataStore", name, roots), name }) : stores.find((one) => one.id === id);
      editor.setProperties(element, { dataStoreRef: found });
    });
  return (
    <Section icon={Database} title={t("section.dataStore")} sentence={store ? t("data.variable", { name: text(store["name"]) || (store.id ?? "") }) : t("data.noStore")}>
      <Row label={t("data.store")}>
        <Pick
          label={t("data.store")}
          value={store?.id ?? ""}
          choices={[
            ...(store ? [] : [{ value: "", label: t("data.noStore") }]),
            ...stores.map((one) => ({ value: one.id ?? "", label: text(one["name"]) || (one.id ?? "") })),
            { value: NEW, label: t("subject.new") },
          ]}
          onPick={choose}
        />
      </Row>
      {store && (
        <Row label={t("data.name")}>
          <CommitInput label={t("data.name")} value={text(store["name"])} onCommit={(next) => editor.setPart(element, store, { name: next.trim() || undefined })} />
        </Row>
      )}
    </Section>
  );
}

/** What flows along a data line: which value becomes which variable. */
export function DataFlowSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const line = element.businessObject;
  const transformation = line["transformation"] as ModdleElement | undefined;
  const records = list(line["assignment"]).map((one) => ({ from: bodyOf(one, "from"), to: bodyOf(one, "to") }));
  const write = (next: readonly Plain[]) =>
    editor.setProperties(element, {
      assignment: next.map((record) => {
        const made = editor.make(line, "bpmn:Assignment");
        made["from"] = editor.expression(made, text(record["from"]));
        made["to"] = editor.expression(made, text(record["to"]));
        return made;
      }),
    });
  return (
    <Section icon={ArrowRightLeft} title={t("section.dataFlow")} sentence={records.length > 0 ? t("data.assigns", { count: records.length }) : t("data.nothing")}>
      <RecordList
        records={records}
        titleOf={(one) => text(one["to"]) || t("data.unnamed")}
        addLabel={t("data.add")}
        blank={{ from: `=${nameOfData(element)}`, to: nameOfData(element) }}
        onChange={write}
        fields={[
          { name: "from", label: t("mapping.source"), isFeel: true },
          { name: "to", label: t("mapping.target") },
        ]}
      />
      <FeelRow
        label={t("data.transformation")}
        hint={t("data.transformationHint")}
        value={text(transformation?.["body"])}
        isAlways
        onCommit={(feel) => editor.setExpression(element, line, "transformation", feel)}
      />
    </Section>
  );
}

const bodyOf = (owner: ModdleElement, property: string): string => text((owner[property] as ModdleElement | undefined)?.["body"]);

/** Name of the variable behind the data object at either end of a line. */
function nameOfData(line: DiagramElement): string {
  for (const end of [line.source, line.target]) {
    const data = (end?.businessObject["dataObjectRef"] ?? end?.businessObject["dataStoreRef"]) as ModdleElement | undefined;
    if (data) return text(data["name"]) || (data.id ?? "");
  }
  return "";
}
