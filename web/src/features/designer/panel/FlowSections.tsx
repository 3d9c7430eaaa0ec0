import { Split } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Radio, Switch } from "@/ui/controls/Choice";

import type { DiagramElement, ModdleElement } from "../bpmn/types";
import { nameOf } from "../document/kinds";
import { sayCondition } from "../document/sentences";
import { ConditionEditor } from "./ConditionEditor";
import { FeelRow } from "./FeelRow";
import styles from "./panel.module.css";
import { Row, Section } from "./parts";
import { SwitchRow } from "./SwitchRow";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const CHOOSING = new Set(["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway"]);

export function conditionOf(flow: DiagramElement): string {
  const body = (flow.businessObject["conditionExpression"] as ModdleElement | undefined)?.["body"];
  return typeof body === "string" ? body : "";
}

export function isDefaultFlow(flow: DiagramElement): boolean {
  return flow.source?.businessObject["default"] === flow.businessObject;
}

const mayHaveCondition = (flow: DiagramElement): boolean =>
  CHOOSING.has(flow.source?.type ?? "") || (flow.source?.businessObject.$instanceOf?.("bpmn:Activity") ?? false);

/** When this way is taken. */
export function FlowSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const naming = useNaming([], language, fields);
  const feel = conditionOf(element);
  const isDefault = isDefaultFlow(element);
  if (!mayHaveCondition(element)) {
    return <Section icon={Split} title={t("section.flow")} sentence={t("flow.always")}>{null}</Section>;
  }
  const sentence = isDefault ? t("flow.isDefault") : feel ? t("flow.when", { condition: sayCondition(feel, naming) }) : t("flow.noCondition");
  return (
    <Section icon={Split} title={t("section.flow")} sentence={sentence}>
      <div className={styles.switchRow}>
        <span>{t("flow.default")}</span>
        <Switch size="small" checked={isDefault} aria-label={t("flow.default")} onChange={(next) => editor.setDefault(element, next)} />
      </div>
      {!isDefault && <ConditionEditor feel={feel} onChange={(next) => editor.setCondition(element, next)} />}
    </Section>
  );
}

/** The ways out of a choice, in the order in which they are asked, and which one is left over. */
export function GatewaySection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields, modeler } = usePanel();
  const naming = useNaming([], language, fields);
  const flows = (element.outgoing ?? []).filter((flow) => flow.type === "bpmn:SequenceFlow");
  const fallback = flows.find(isDefaultFlow);
  const targetName = (flow: DiagramElement) => nameOf(flow.target?.businessObject ?? flow.businessObject, language) || flow.target?.id || "";
  return (
    <Section icon={Split} title={t("section.gateway")} sentence={fallback ? t("gateway.else", { target: targetName(fallback) }) : t("gateway.noDefault")}>
      {flows.map((flow) => (
        <div key={flow.id} className={styles.card}>
          <div className={styles.cardHead}>
            <button type="button" className={styles.link} onClick={() => modeler.get("selection").select(flow)}>
              {t("gateway.to", { target: targetName(flow) })}
            </button>
            <Radio checked={isDefaultFlow(flow)} aria-label={t("gateway.makeDefault", { target: targetName(flow) })} onChange={() => editor.setDefault(flow, true)}>
              {t("gateway.default")}
            </Radio>
          </div>
          <span>{isDefaultFlow(flow) ? t("say.default") : sayCondition(conditionOf(flow), naming) || t("flow.noCondition")}</span>
        </div>
      ))}
      {flows.length === 0 && <p className={styles.hint}>{t("gateway.noFlows")}</p>}
      {fallback && (
        <Row label="">
          <button type="button" className={styles.link} onClick={() => editor.setDefault(fallback, false)}>
            {t("gateway.dropDefault")}
          </button>
        </Row>
      )}
    </Section>
  );
}

/** Which events are waited for, and whether they begin a process. */
export function EventGatewaySection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const owner = element.businessObject;
  const isStarting = owner.get("instantiate") === true;
  const isParallel = owner.get("eventGatewayType") === "Parallel";
  return (
    <Section icon={Split} title={t("section.eventGateway")} sentence={t(isStarting ? (isParallel ? "eventGateway.all" : "eventGateway.starts") : "eventGateway.first")}>
      <SwitchRow
        label={t("eventGateway.instantiate")}
        isOn={isStarting}
        onChange={(isOn) =>
          editor.setProperties(element, { instantiate: isOn || undefined, ...(!isOn && { eventGatewayType: undefined }) })
        }
      />
      {isStarting && (
        <SwitchRow
          label={t("eventGateway.parallel")}
          isOn={isParallel}
          onChange={(isOn) => editor.setProperties(element, { eventGatewayType: isOn ? "Parallel" : undefined })}
        />
      )}
    </Section>
  );
}

/** How many ways in are enough for a complex gateway. */
export function ActivationSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const condition = (element.businessObject["activationCondition"] as ModdleElement | undefined)?.["body"];
  return (
    <Section icon={Split} title={t("section.activation")} sentence={condition ? t("activation.when") : t("activation.all")}>
      <FeelRow
        label={t("activation.condition")}
        hint={t("activation.hint")}
        placeholder="=activationCount >= 2"
        value={typeof condition === "string" ? condition : ""}
        isAlways
        onCommit={(feel) => editor.setExpression(element, element.businessObject, "activationCondition", feel)}
      />
    </Section>
  );
}
