import { Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { isFlowNode, nameOf } from "../document/kinds";
import { sayReturn } from "../document/sentences";
import { COME_BACKS, COMMENTS, EXTRA_ACTIONS, readStep, REASON_CATEGORIES, SIGNATURES, writeWords } from "../document/step";
import { Pick, PickMany, Row, Section } from "./parts";
import { SwitchRow } from "./SwitchRow";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

/** What a "no" does, where the step may send back to, and what else people may do here. */
export function ReturnSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields, modeler } = usePanel();
  const step = readStep(element.businessObject);
  const naming = useNaming([element.businessObject], language, fields);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Step", changes);
  const others = modeler
    .get("elementRegistry")
    .filter((one) => one !== element && one.type === "bpmn:UserTask" && isFlowNode(one.businessObject));
  return (
    <Section icon={Undo2} title={t("section.return")} sentence={sayReturn(step, naming)} isFolded>
      <Row label={t("onReject.label")}>
        <Pick
          label={t("onReject.label")}
          value={step.onReject}
          choices={(["end", "flow"] as const).map((value) => ({ value, label: t(`onReject.${value}`) }))}
          onPick={(onReject) => change({ onReject })}
        />
      </Row>
      <Row label={t("categories.label")}>
        <PickMany
          label={t("categories.label")}
          values={step.reasonCategories}
          choices={REASON_CATEGORIES.map((value) => ({ value, label: t(`categories.${value}`) }))}
          isOpenEnded
          onPick={(values) => change({ reasonCategories: writeWords(values, REASON_CATEGORIES) })}
        />
      </Row>
      <Row label={t("returnTo.label")}>
        <PickMany
          label={t("returnTo.label")}
          values={step.returnTo}
          placeholder={t("returnTo.none")}
          choices={[
            ...(["initiator", "previous", "any"] as const).map((value) => ({ value, label: t(`returnTo.${value}`) })),
            ...others.map((one) => ({ value: one.id, label: nameOf(one.businessObject, language) || one.id })),
          ]}
          onPick={(values) => change({ returnTo: values.length > 0 ? values.join(" ") : "none" })}
        />
      </Row>
      {step.returnTo.length > 0 && (
        <Row label={t("comeBack.label")}>
          <PickMany
            label={t("comeBack.label")}
            values={step.comeBack}
            choices={COME_BACKS.map((value) => ({ value, label: t(`comeBack.${value}`) }))}
            onPick={(values) => change({ comeBack: values.join(" ") })}
          />
        </Row>
      )}
      <Row label={t("actions.label")}>
        <PickMany
          label={t("actions.label")}
          values={step.actions}
          placeholder={t("actions.none")}
          choices={EXTRA_ACTIONS.map((value) => ({ value, label: t(`actions.${value}`) }))}
          onPick={(values) => change({ actions: writeWords(values, EXTRA_ACTIONS) })}
        />
      </Row>
      <Row label={t("comment.label")}>
        <Pick
          label={t("comment.label")}
          value={step.comment}
          choices={COMMENTS.map((value) => ({ value, label: t(`comment.${value}`) }))}
          onPick={(comment) => change({ comment })}
        />
      </Row>
      <Row label={t("signature.label")}>
        <Pick
          label={t("signature.label")}
          value={step.signature}
          choices={SIGNATURES.map((value) => ({ value, label: t(`signature.${value}`) }))}
          onPick={(signature) => change({ signature })}
        />
      </Row>
      <SwitchRow label={t("mustAct.label")} isOn={step.mustAct} onChange={(mustAct) => change({ mustAct: mustAct || undefined })} />
      <SwitchRow
        label={t("secondFactor.label")}
        isOn={step.secondFactor}
        onChange={(secondFactor) => change({ secondFactor: secondFactor || undefined })}
      />
      <Row label={t("apart.label")} hint={t("apart.hint")}>
        <PickMany
          label={t("apart.label")}
          values={step.apart.map((one) => (one.field ? `field:${one.field}` : one.step))}
          choices={[
            ...others.map((one) => ({ value: one.id, label: nameOf(one.businessObject, language) || one.id })),
            ...fields.filter((field) => field.type === "user").map((field) => ({ value: `field:${field.key}`, label: field.label })),
          ]}
          onPick={(values) =>
            change({ apart: values.map((value) => (value.startsWith("field:") ? { field: value.slice(6) } : { step: value })) })
          }
        />
      </Row>
    </Section>
  );
}
