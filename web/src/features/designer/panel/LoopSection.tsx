import { Plus, Repeat, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { NumberInput } from "@/ui/controls/NumberInput";

import {
  addComplex,
  type Behavior,
  behaviorOf,
  BEHAVIORS,
  complexOf,
  definitionIn,
  kindOfLoop,
  LOOP_KINDS,
  loopOf,
  removeComplex,
  setBehavior,
  setComplexEvent,
  setLoopKind,
  setThrown,
  subjectThrown,
  thrownBy,
} from "../bpmn/loops";
import { type Subject, SUBJECT_KINDS } from "../bpmn/subjects";
import type { ModdleElement } from "../bpmn/types";
import { readOne } from "../document/extensions";
import { FeelRow } from "./FeelRow";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
import { SubjectRows } from "./SubjectRows";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const bodyOf = (owner: ModdleElement, property: string): string => text((owner[property] as ModdleElement | undefined)?.["body"]);

/** How often an activity runs: once, again while a condition holds, or once for each of several. */
export function LoopSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const loop = loopOf(element);
  const kind = kindOfLoop(loop);
  return (
    <Section icon={Repeat} title={t("section.loop")} sentence={t(`loop.say.${kind}`)} isFolded={kind === "once"}>
      <Row label={t("loop.kind")}>
        <Pick
          label={t("loop.kind")}
          value={kind}
          choices={LOOP_KINDS.map((value) => ({ value, label: t(`loop.kinds.${value}`) }))}
          onPick={(next) => setLoopKind(editor, element, next)}
        />
      </Row>
      {loop && kind === "standard" && <StandardRows loop={loop} />}
      {loop && (kind === "parallel" || kind === "sequential") && <MultiRows loop={loop} />}
    </Section>
  );
}

function StandardRows({ loop }: { loop: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const maximum = loop["loopMaximum"];
  return (
    <>
      <FeelRow
        label={t("loop.while")}
        value={bodyOf(loop, "loopCondition")}
        isAlways
        onCommit={(feel) => editor.setExpression(element, loop, "loopCondition", feel)}
      />
      <Row label={t("loop.maximum")} hint={t("loop.maximumHint")}>
        <NumberInput<number>
          className={styles.wide}
          min={1}
          aria-label={t("loop.maximum")}
          value={typeof maximum === "number" ? maximum : null}
          changeOnWheel={false}
          onChange={(next) => editor.setPart(element, loop, { loopMaximum: next ?? undefined })}
        />
      </Row>
      <SwitchRow
        label={t("loop.testBefore")}
        isOn={loop.get("testBefore") === true}
        onChange={(isOn) => editor.setPart(element, loop, { testBefore: isOn || undefined })}
      />
    </>
  );
}

function MultiRows({ loop }: { loop: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const settings = readOne(loop, "dj:Loop") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Loop", changes, loop);
  return (
    <>
      <FeelRow
        label={t("loop.collection")}
        hint={t("loop.collectionHint")}
        value={text(settings["collection"])}
        isAlways
        onCommit={(collection) => change({ collection })}
      />
      <Row label={t("loop.element")} hint={t("loop.elementHint")}>
        <CommitInput label={t("loop.element")} value={text(settings["element"])} isCode onCommit={(value) => change({ element: value.trim() })} />
      </Row>
      <FeelRow
        label={t("loop.cardinality")}
        hint={t("loop.cardinalityHint")}
        value={bodyOf(loop, "loopCardinality")}
        isAlways
        onCommit={(feel) => editor.setExpression(element, loop, "loopCardinality", feel)}
      />
      <Row label={t("loop.output")}>
        <CommitInput label={t("loop.output")} value={text(settings["output"])} isCode onCommit={(value) => change({ output: value.trim() })} />
      </Row>
      <FeelRow label={t("loop.outputElement")} value={text(settings["outputElement"])} isAlways onCommit={(outputElement) => change({ outputElement })} />
      <FeelRow
        label={t("loop.completion")}
        hint={t("loop.completionHint")}
        value={bodyOf(loop, "completionCondition")}
        isAlways
        onCommit={(feel) => editor.setExpression(element, loop, "completionCondition", feel)}
      />
      <BehaviorRows loop={loop} />
    </>
  );
}

/** What a loop throws while it runs. */
function BehaviorRows({ loop }: { loop: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const behavior = behaviorOf(loop);
  return (
    <>
      <Row label={t("loop.behavior")}>
        <Pick<Behavior>
          label={t("loop.behavior")}
          value={behavior}
          choices={BEHAVIORS.map((value) => ({ value, label: t(`loop.behaviors.${value}`) }))}
          onPick={(next) => setBehavior(editor, element, loop, next)}
        />
      </Row>
      {(behavior === "None" || behavior === "One") && (
        <ThrownRows definition={thrownBy(loop, behavior)} onKind={(subject) => setThrown(editor, element, loop, behavior, subject)} />
      )}
      {behavior === "Complex" && <ComplexRows loop={loop} />}
    </>
  );
}

function ThrownRows({ definition, onKind }: { definition: ModdleElement | null; onKind: (subject: Subject) => void }) {
  const { t } = useTranslation("designer");
  const subject = subjectThrown(definition);
  return (
    <>
      <Row label={t("loop.throws")}>
        <Pick<Subject>
          label={t("loop.throws")}
          value={subject}
          choices={SUBJECT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onPick={onKind}
        />
      </Row>
      {definition && <SubjectRows part={definition} subject={subject} />}
    </>
  );
}

function ComplexRows({ loop }: { loop: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  return (
    <div className={styles.stack}>
      {complexOf(loop).map((complex, index) => (
        <div key={index} className={styles.card}>
          <div className={styles.cardHead}>
            <span>{t("loop.complex", { number: index + 1 })}</span>
            <IconButton icon={X} size="sm" label={t("record.remove")} onPress={() => removeComplex(editor, element, loop, complex)} />
          </div>
          <FeelRow
            label={t("loop.complexWhen")}
            hint={t("loop.completionHint")}
            value={bodyOf(complex, "condition")}
            isAlways
            onCommit={(feel) => editor.setExpression(element, complex, "condition", feel)}
          />
          <ThrownRows definition={definitionIn(complex)} onKind={(subject) => setComplexEvent(editor, element, complex, subject)} />
        </div>
      ))}
      <Button size="sm" kind="text" icon={Plus} onPress={() => addComplex(editor, element, loop)}>
        {t("loop.addComplex")}
      </Button>
    </div>
  );
}
