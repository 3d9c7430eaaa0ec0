import { Plus, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";

import type { ModdleElement } from "../bpmn/types";
import { type Plain, readOne } from "../document/extensions";
import { isFlowNode, nameOf } from "../document/kinds";
import { assigneesOf, plainAssignee } from "../document/step";
import { AssigneeChips } from "./AssigneeChips";
import styles from "./panel.module.css";
import { Pick, Row, Section } from "./parts";
import { RecordList } from "./RecordList";
import { BLANK_POSTING, jobFields, noticeList, postingFields } from "./records";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly Plain[] => (Array.isArray(value) ? (value as readonly Plain[]) : []);

/** How an approved request is revoked: who must agree, what goes back, which other systems are told. */
export function RevokeSection({ owner }: { owner: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor, modeler, language } = usePanel();
  const revoke = readOne(owner, "dj:Revoke");
  if (!revoke) {
    return (
      <Section icon={RotateCcw} title={t("section.revoke")} sentence={t("revoke.none")} isFolded>
        <Button size="sm" icon={Plus} onPress={() => editor.setAll(element, "dj:Revoke", [{}], owner)}>
          {t("revoke.add")}
        </Button>
      </Section>
    );
  }
  const steps = modeler.get("elementRegistry").filter((one) => !one.labelTarget && isFlowNode(one.businessObject));
  const assignees = assigneesOf(revoke["assignees"]);
  const change = (changes: Plain) => editor.change(element, "dj:Revoke", changes, owner);
  return (
    <Section icon={RotateCcw} title={t("section.revoke")} sentence={t(assignees.length > 0 ? "revoke.decided" : "revoke.atOnce")} isFolded>
      <Row label={t("revoke.who")} hint={t("revoke.whoHint")}>
        <AssigneeChips assignees={assignees} onChange={(next) => change({ assignees: next.map(plainAssignee) })} />
      </Row>
      <Row label={t("revoke.after")} hint={t("revoke.afterHint")}>
        <Pick
          label={t("revoke.after")}
          value={text(revoke["after"])}
          choices={[{ value: "", label: t("revoke.whenEnded") }, ...steps.map((one) => ({ value: one.id, label: nameOf(one.businessObject, language) || one.id }))]}
          onPick={(after) => change({ after })}
        />
      </Row>
      <Row label={t("revoke.peers")}>
        <Pick
          label={t("revoke.peers")}
          value={revoke["peers"] === "before" ? "before" : "after"}
          choices={(["after", "before"] as const).map((value) => ({ value, label: t(`revoke.peers_${value}`) }))}
          onPick={(peers) => change({ peers: peers === "after" ? undefined : peers })}
        />
      </Row>
      <p className={styles.hint}>{t("revoke.postingsHint")}</p>
      <RecordList
        records={list(revoke["postings"])}
        titleOf={(one) => t("result.posting", { ledger: text(one["ledger"]) || t("result.ledgerMissing") })}
        addLabel={t("result.addPosting")}
        blank={BLANK_POSTING}
        onChange={(postings) => change({ postings })}
        fields={postingFields(t)}
      />
      <RecordList
        records={list(revoke["jobs"])}
        titleOf={(one) => t("revoke.job", { name: text(one["connection"]) || text(one["type"]) })}
        addLabel={t("revoke.addJob")}
        blank={{ type: "http", method: "POST" }}
        onChange={(jobs) => change({ jobs })}
        fields={jobFields(t)}
      />
      <RecordList {...noticeList(t)} records={list(revoke["notices"])} onChange={(notices) => change({ notices })} />
      <button type="button" className={styles.linkStart} onClick={() => editor.setAll(element, "dj:Revoke", [], owner)}>
        {t("revoke.remove")}
      </button>
    </Section>
  );
}
