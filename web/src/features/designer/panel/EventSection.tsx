import {
  AlarmClock,
  ChevronsUp,
  CircleAlert,
  CircleStop,
  CircleX,
  Link2,
  ListPlus,
  type LucideIcon,
  Mail,
  Radio as RadioTower,
  Scale,
  Undo2,
  X,
} from "lucide-react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";

import { keyOfSubject, subjectOf, SUBJECTS } from "../bpmn/subjects";
import type { DiagramElement, ModdleElement } from "../bpmn/types";
import { type EventKind, eventKindOf, offeredKinds, typeOfEvent } from "../document/events";
import { sayCondition, sayTimerOf } from "../document/sentences";
import { ConditionEditor } from "./ConditionEditor";
import { CompensationRows, definitionsIn, isThrowing, LinkRows } from "./EventRows";
import { Pick, Row, Section } from "./parts";
import { SubjectRows } from "./SubjectRows";
import { SwitchRow } from "./SwitchRow";
import { TimerRows } from "./TimerRows";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const ICONS: Readonly<Record<EventKind, LucideIcon>> = {
  message: Mail,
  timer: AlarmClock,
  signal: RadioTower,
  error: CircleAlert,
  escalation: ChevronsUp,
  conditional: Scale,
  link: Link2,
  compensation: Undo2,
  cancel: CircleX,
  terminate: CircleStop,
};

/** What an event waits for or throws, one part for each; and what happens to its surroundings. */
export function EventSection() {
  const { element } = usePanel();
  const definitions = definitionsIn(element);
  return (
    <>
      {definitions.map((definition) => (
        <DefinitionSection key={definition.id ?? definition.$type} definition={definition} isOneOfSeveral={definitions.length > 1} />
      ))}
      <BehaviourSection definitions={definitions} />
    </>
  );
}

function DefinitionSection({ definition, isOneOfSeveral }: { definition: ModdleElement; isOneOfSeveral: boolean }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const kind = eventKindOf(definition);
  const sentence = useSentence(definition);
  if (!kind) return null;
  const remove = () =>
    editor.setProperties(element, { eventDefinitions: definitionsIn(element).filter((one) => one !== definition) });
  return (
    <Section
      icon={ICONS[kind]}
      title={t(`section.${kind}`)}
      sentence={sentence}
      action={isOneOfSeveral ? <IconButton icon={X} size="sm" label={t("event.drop", { name: t(`kind.${kind}`) })} onPress={remove} /> : undefined}
    >
      <DefinitionRows definition={definition} kind={kind} />
    </Section>
  );
}

function DefinitionRows({ definition, kind }: { definition: ModdleElement; kind: EventKind }) {
  const { element, editor } = usePanel();
  switch (kind) {
    case "message":
    case "signal":
    case "error":
    case "escalation":
      return <SubjectRows part={definition} subject={kind} />;
    case "timer":
      return <TimerRows definition={definition} />;
    case "conditional":
      return <ConditionEditor feel={bodyOf(definition, "condition")} onChange={(feel) => editor.setExpression(element, definition, "condition", feel)} />;
    case "link":
      return <LinkRows definition={definition} />;
    case "compensation":
      return <CompensationRows definition={definition} />;
    default:
      return null;
  }
}

function bodyOf(owner: ModdleElement, property: string): string {
  const body = (owner[property] as ModdleElement | undefined)?.["body"];
  return typeof body === "string" ? body : "";
}

/** What the part says, in a sentence. */
function useSentence(definition: ModdleElement): string {
  const { t } = useTranslation("designer");
  const { element, language, fields } = usePanel();
  const naming = useNaming([], language, fields);
  const subject = subjectOf(definition);
  if (subject) {
    const root = definition[SUBJECTS[subject].reference] as ModdleElement | undefined;
    return root ? t(`subject.${subject}`, { name: keyOfSubject(subject, root) }) : t(`subject.any_${subject}`);
  }
  switch (eventKindOf(definition)) {
    case "timer":
      return sayTimerOf(definition, naming);
    case "conditional": {
      const condition = bodyOf(definition, "condition");
      return condition ? t("event.when", { condition: sayCondition(condition, naming) }) : t("flow.noCondition");
    }
    case "link":
      return t(element.type === "bpmn:IntermediateThrowEvent" ? "link.jumps" : "link.lands");
    case "compensation":
      return t(isThrowing(element) ? "compensation.throws" : "compensation.handles");
    case "cancel":
      return t(isThrowing(element) ? "event.cancels" : "event.cancelled");
    default:
      return t("event.terminates");
  }
}

/** Whether the event interrupts, whether all of several triggers are needed, and further triggers. */
function BehaviourSection({ definitions }: { definitions: readonly ModdleElement[] }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const kinds = definitions.map(eventKindOf).filter((kind) => kind !== null);
  const more = offeredKinds(element).filter((kind) => !kinds.includes(kind));
  const interrupting = interruptingProperty(element, kinds);
  const isCatching = element.businessObject.$instanceOf?.("bpmn:CatchEvent") ?? false;
  const hasSeveral = definitions.length > 1;
  if (definitions.length === 0 || (!interrupting && more.length === 0)) return null;
  const add = (kind: EventKind) => {
    const made = editor.make(element.businessObject, typeOfEvent(kind), { id: `${element.id}_${kind}` });
    editor.setProperties(element, { eventDefinitions: [...definitions, made] });
  };
  return (
    <Section icon={ListPlus} title={t("section.behaviour")} isFolded={!interrupting && !hasSeveral}>
      {interrupting && (
        <SwitchRow
          label={t(interrupting === "cancelActivity" ? "timer.interrupts" : "event.interrupts")}
          isOn={element.businessObject[interrupting] !== false}
          onChange={(isOn) => editor.setProperties(element, { [interrupting]: isOn })}
        />
      )}
      {isCatching && hasSeveral && (
        <SwitchRow
          label={t("event.all")}
          hint={t("event.allHint")}
          isOn={element.businessObject["parallelMultiple"] === true}
          onChange={(isOn) => editor.setProperties(element, { parallelMultiple: isOn || undefined })}
        />
      )}
      {more.length > 0 && (
        <Row label={t("event.more")}>
          <Pick
            label={t("event.more")}
            value=""
            choices={[{ value: "", label: t("event.noMore") }, ...more.map((value) => ({ value, label: t(`kind.${value}`) }))]}
            onPick={(kind) => {
              if (kind !== "") add(kind);
            }}
          />
        </Row>
      )}
    </Section>
  );
}

const ALWAYS_INTERRUPT: ReadonlySet<EventKind> = new Set(["error", "cancel", "compensation"]);

/** The attribute that says whether the event interrupts; null where that is not to choose. */
function interruptingProperty(element: DiagramElement, kinds: readonly EventKind[]): "cancelActivity" | "isInterrupting" | null {
  if (kinds.some((kind) => ALWAYS_INTERRUPT.has(kind))) return null;
  if (element.type === "bpmn:BoundaryEvent") return "cancelActivity";
  const parent = element.businessObject.$parent;
  return element.type === "bpmn:StartEvent" && parent?.["triggeredByEvent"] === true ? "isInterrupting" : null;
}
