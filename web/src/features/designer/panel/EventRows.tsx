import { useTranslation } from "react-i18next";

import type { DiagramElement, ModdleElement } from "../bpmn/types";
import { nameOf } from "../document/kinds";
import { CommitInput, Pick, Row } from "./parts";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

export const definitionsIn = (element: DiagramElement): readonly ModdleElement[] =>
  (element.businessObject["eventDefinitions"] as readonly ModdleElement[] | undefined) ?? [];

export const isThrowing = (element: DiagramElement): boolean => element.businessObject.$instanceOf?.("bpmn:ThrowEvent") ?? false;

/** A jump inside one level: both ends have one name. */
export function LinkRows({ definition }: { definition: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor, modeler } = usePanel();
  const name = typeof definition["name"] === "string" ? definition["name"] : "";
  const isSource = isThrowing(element);
  const ends = modeler
    .get("elementRegistry")
    .filter((one) => !one.labelTarget && one !== element && isThrowing(one) !== isSource)
    .filter((one) => definitionsIn(one).some((other) => other.$type === definition.$type && other["name"] === name));
  const names = ends.map((one) => nameOf(one.businessObject, "zh-CN") || one.id).join(t("separator"));
  return (
    <Row label={t("link.name")} hint={name && names ? t("link.ends", { names }) : t("link.noEnd")}>
      <CommitInput label={t("link.name")} value={name} onCommit={(next) => editor.setPart(element, definition, { name: next.trim() || undefined })} />
    </Row>
  );
}

const ALL = "\u0000all";

/** Which finished activity is undone; only one that throws says it. */
export function CompensationRows({ definition }: { definition: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor, modeler, language } = usePanel();
  if (!isThrowing(element)) return null;
  const activities = modeler.get("elementRegistry").filter((one) => isCompensable(one));
  const activity = definition["activityRef"] as ModdleElement | undefined;
  return (
    <>
      <Row label={t("compensation.activity")}>
        <Pick
          label={t("compensation.activity")}
          value={activity?.id ?? ALL}
          choices={[
            { value: ALL, label: t("compensation.all") },
            ...activities.map((one) => ({ value: one.id, label: nameOf(one.businessObject, language) || one.id })),
          ]}
          onPick={(id) =>
            editor.setPart(element, definition, { activityRef: activities.find((one) => one.id === id)?.businessObject })
          }
        />
      </Row>
      <SwitchRow
        label={t("compensation.wait")}
        isOn={definition["waitForCompletion"] !== false}
        onChange={(isOn) => editor.setPart(element, definition, { waitForCompletion: isOn ? undefined : false })}
      />
    </>
  );
}

/** An activity that has something to undo it: a compensation border event, or a subprocess with such activities. */
function isCompensable(element: DiagramElement): boolean {
  if (element.labelTarget || !element.businessObject.$instanceOf?.("bpmn:Activity")) return false;
  if (element.businessObject.$instanceOf("bpmn:SubProcess")) return true;
  return (element.attachers ?? []).some((one) => definitionsIn(one).some((each) => each.$type === "bpmn:CompensateEventDefinition"));
}
