import { useState } from "react";
import { useTranslation } from "react-i18next";

import { keyOfSubject, type Subject, SUBJECTS, subjectsIn, usersOf } from "../bpmn/subjects";
import type { ModdleElement } from "../bpmn/types";
import { readOne } from "../document/extensions";
import { DurationInput } from "./DurationInput";
import { FeelRow } from "./FeelRow";
import { CommitInput, Pick, Row } from "./parts";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const NONE = "\u0000none";
const NEW = "\u0000new";

/** Which of the file's messages, signals, errors or escalations `part` is about: chosen, made, renamed. */
export function SubjectRows({ part, subject }: { part: ModdleElement; subject: Subject }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const [isNew, setNew] = useState(false);
  const root = part[SUBJECTS[subject].reference] as ModdleElement | undefined;
  const known = subjectsIn(element.businessObject, subject);
  const keys = known.map((one) => keyOfSubject(subject, one));
  const choose = (value: string) => {
    setNew(value === NEW);
    if (value !== NEW) editor.setSubject(element, part, subject, value === NONE ? "" : value);
  };
  const label = t(`subject.${subject}Label`);
  return (
    <>
      <Row label={label}>
        <Pick
          label={label}
          value={isNew ? NEW : root ? keyOfSubject(subject, root) : NONE}
          choices={[
            { value: NONE, label: t(`subject.any_${subject}`) },
            ...[...new Set(keys)].map((value) => ({ value, label: value })),
            { value: NEW, label: t("subject.new") },
          ]}
          onPick={choose}
        />
      </Row>
      {isNew && (
        <Row label={t("subject.newName")}>
          <CommitInput
            label={t("subject.newName")}
            value=""
            onCommit={(value) => {
              setNew(false);
              editor.setSubject(element, part, subject, value.trim());
            }}
          />
        </Row>
      )}
      {root && !isNew && <SubjectFields root={root} subject={subject} />}
    </>
  );
}

/** What is said of a subject once, for all that refer to it. */
export function SubjectFields({ root, subject }: { root: ModdleElement; subject: Subject }) {
  const { t } = useTranslation("designer");
  const { element, editor, modeler } = usePanel();
  const uses = usersOf(root, subject, modeler.get("elementRegistry").getAll()).length;
  const { by } = SUBJECTS[subject];
  const set = (properties: Record<string, unknown>) => editor.setPart(element, root, properties);
  return (
    <>
      {by !== "name" && (
        <Row label={t("subject.code")} hint={t("subject.codeHint")}>
          <CommitInput label={t("subject.code")} value={text(root[by])} isCode onCommit={(code) => set({ [by]: code.trim() || undefined })} />
        </Row>
      )}
      <Row label={t("subject.rename")} hint={uses > 1 ? t("subject.shared", { count: uses }) : undefined}>
        <CommitInput label={t("subject.rename")} value={text(root["name"])} onCommit={(name) => set({ name: name.trim() || undefined })} />
      </Row>
      {subject === "message" && <MessageRows owner={root} />}
      {subject === "signal" && <ReachRow signal={root} />}
    </>
  );
}

/** How a message finds its request, and how long an early one is kept; of a message, or of a task alone. */
export function MessageRows({ owner }: { owner: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const settings = readOne(owner, "dj:Message") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Message", changes, owner);
  return (
    <>
      <FeelRow
        label={t("subject.correlation")}
        hint={t("subject.correlationHint")}
        value={text(settings["correlationKey"])}
        onCommit={(correlationKey) => change({ correlationKey })}
      />
      <Row label={t("subject.timeToLive")} hint={t("subject.timeToLiveHint")}>
        <DurationInput
          label={t("subject.timeToLive")}
          duration={text(settings["timeToLive"])}
          clock="clock"
          usualUnit="hours"
          isClockOnly
          onChange={({ duration }) => change({ timeToLive: duration })}
        />
      </Row>
    </>
  );
}

const REACHES = ["global", "process", "instance"] as const;

function ReachRow({ signal }: { signal: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const reach = signal.get("dj:reach");
  return (
    <Row label={t("reach.label")}>
      <Pick
        label={t("reach.label")}
        value={REACHES.find((one) => one === reach) ?? "global"}
        choices={REACHES.map((value) => ({ value, label: t(`reach.${value}`) }))}
        onPick={(next) => editor.setPart(element, signal, { "dj:reach": next === "global" ? undefined : next })}
      />
    </Row>
  );
}
