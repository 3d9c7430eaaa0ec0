import { CodeXml } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ModdleElement } from "../bpmn/types";
import { type Plain, readOne } from "../document/extensions";
import styles from "./panel.module.css";
import { CommitInput, Row, Section } from "./parts";
import { RecordList } from "./RecordList";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const ID = /^[A-Za-z_][\w.-]*$/;

/** Ids, names in the other language, notes: what technicians look for. */
export function TechnicalSection() {
  const { t } = useTranslation("designer");
  const { element, editor, modeler } = usePanel();
  const owner = element.businessObject;
  const documentation = (owner.get("documentation") as readonly ModdleElement[] | undefined)?.[0];
  const notes = (readOne(owner, "dj:Properties")?.["entries"] as readonly Plain[] | undefined) ?? [];
  const setId = (id: string) => {
    const isFree = !modeler.get("elementRegistry").get(id);
    if (ID.test(id) && isFree) editor.setProperties(element, { id });
  };
  return (
    <Section icon={CodeXml} title={t("section.technical")} isFolded>
      <Row label={t("technical.id")} hint={t("technical.idHint")}>
        <CommitInput label={t("technical.id")} value={element.id} isCode onCommit={setId} />
      </Row>
      <Row label={t("technical.type")}>
        <div className={styles.plain}>{owner.$type}</div>
      </Row>
      <Row label={t("technical.nameEn")}>
        <CommitInput
          label={t("technical.nameEn")}
          value={text(owner.get("dj:nameEn"))}
          onCommit={(nameEn) => editor.setProperties(element, { "dj:nameEn": nameEn || undefined })}
        />
      </Row>
      {owner.$type === "bpmn:Process" && (
        <SwitchRow
          label={t("technical.isExecutable")}
          isOn={owner.get("isExecutable") === true}
          onChange={(isExecutable) => editor.setProperties(element, { isExecutable })}
        />
      )}
      <Row label={t("technical.documentation")}>
        <CommitInput label={t("technical.documentation")} value={text(documentation?.["text"])} isLong onCommit={(next) => editor.setDocumentation(element, next)} />
      </Row>
      <RecordList
        records={notes}
        titleOf={(one) => text(one["name"]) || t("technical.note")}
        addLabel={t("technical.addNote")}
        blank={{ name: t("technical.note"), value: "" }}
        onChange={(entries) => editor.setAll(element, "dj:Properties", entries.length > 0 ? [{ entries }] : [])}
        fields={[
          { name: "name", label: t("technical.noteName") },
          { name: "value", label: t("technical.noteValue") },
        ]}
      />
    </Section>
  );
}
