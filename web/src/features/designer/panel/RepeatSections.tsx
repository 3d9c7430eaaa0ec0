import { ListChecks, Repeat } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Switch } from "@/ui/controls/Choice";

import type { ModdleElement } from "../bpmn/types";
import { readOne } from "../document/extensions";
import { feelError } from "./ConditionEditor";
import { FeelRow } from "./FeelRow";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const BINDINGS = ["latest", "deployment", "version", "versionTag"] as const;
type Binding = (typeof BINDINGS)[number];

/** Which process is called, and which of its versions. */
export function CallSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const called = readOne(element.businessObject, "dj:Called") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Called", changes);
  const key = text(called["processKey"]) || text(element.businessObject.get("calledElement"));
  const binding = BINDINGS.find((one) => one === called["binding"]) ?? "latest";
  const number = typeof called["version"] === "number" ? `${called["version"]}` : "";
  return (
    <Section icon={Repeat} title={t("section.call")} sentence={key ? t(`call.say.${binding}`, { process: key }) : t("call.none")}>
      <Row label={t("call.process")} hint={t("call.processHint")}>
        <CommitInput label={t("call.process")} value={key} isCode error={feelError(key, t("condition.notFeel"))} onCommit={(processKey) => change({ processKey })} />
      </Row>
      <Row label={t("call.binding")}>
        <Pick<Binding>
          label={t("call.binding")}
          value={binding}
          choices={BINDINGS.map((value) => ({ value, label: t(`call.bindings.${value}`) }))}
          onPick={(next) => change({ binding: next, version: undefined, versionTag: undefined })}
        />
      </Row>
      {binding === "versionTag" && (
        <Row label={t("call.tag")}>
          <CommitInput label={t("call.tag")} value={text(called["versionTag"])} onCommit={(versionTag) => change({ versionTag: versionTag || undefined })} />
        </Row>
      )}
      {binding === "version" && (
        <Row label={t("call.version")}>
          <CommitInput label={t("call.version")} value={number} onCommit={(next) => change({ version: /^\d+$/.test(next) ? Number(next) : undefined })} />
        </Row>
      )}
      <div className={styles.switchRow}>
        <span>{t("call.all")}</span>
        <Switch
          size="small"
          checked={called["allVariables"] !== false}
          aria-label={t("call.all")}
          onChange={(isAll) => change({ allVariables: isAll ? undefined : false })}
        />
      </div>
    </Section>
  );
}

/** How the activities of an ad-hoc subprocess begin. */
export function AdHocSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const owner = element.businessObject;
  if (owner.$type !== "bpmn:AdHocSubProcess") return null;
  const adHoc = readOne(owner, "dj:AdHoc") ?? {};
  const isManual = adHoc["manual"] === true;
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:AdHoc", changes);
  const completion = (owner["completionCondition"] as ModdleElement | undefined)?.["body"];
  return (
    <Section icon={ListChecks} title={t("section.adHoc")} sentence={t(isManual ? "adHoc.byHand" : "adHoc.atOnce")}>
      <SwitchRow label={t("adHoc.manual")} isOn={isManual} onChange={(next) => change({ manual: next || undefined })} />
      {!isManual && (
        <FeelRow
          label={t("adHoc.elements")}
          hint={t("adHoc.elementsHint")}
          value={text(adHoc["elements"])}
          onCommit={(elements) => change({ elements: elements || undefined })}
        />
      )}
      <Row label={t("adHoc.ordering")}>
        <Pick
          label={t("adHoc.ordering")}
          value={owner.get("ordering") === "Sequential" ? "Sequential" : "Parallel"}
          choices={(["Parallel", "Sequential"] as const).map((value) => ({ value, label: t(`adHoc.order_${value}`) }))}
          onPick={(ordering) => editor.setProperties(element, { ordering })}
        />
      </Row>
      <FeelRow
        label={t("adHoc.completion")}
        hint={t("adHoc.completionHint")}
        value={text(completion)}
        isAlways
        onCommit={(feel) => editor.setExpression(element, owner, "completionCondition", feel)}
      />
      <SwitchRow
        label={t("adHoc.cancelRest")}
        isOn={owner.get("cancelRemainingInstances") !== false}
        onChange={(isOn) => editor.setProperties(element, { cancelRemainingInstances: isOn ? undefined : false })}
      />
    </Section>
  );
}
