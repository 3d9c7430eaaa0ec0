import { CircleAlert, Mail } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Subject } from "../bpmn/editor";
import type { ModdleElement } from "../bpmn/types";
import { readOne } from "../document/extensions";
import { eventDefinition } from "../document/kinds";
import { CommitInput, Row, Section } from "./parts";
import { usePanel } from "./usePanel";

/** Which error or message an event is about. */
export function SubjectSection({ subject }: { subject: Subject }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const definition = eventDefinition(element.businessObject);
  if (!definition) return null;
  const { reference, value } = readSubject(definition, subject);
  return (
    <Section
      icon={subject === "error" ? CircleAlert : Mail}
      title={t(`section.${subject}`)}
      sentence={value ? t(`subject.${subject}`, { name: value }) : t(`subject.any_${subject}`)}
    >
      <Row label={t(`subject.${subject}Label`)}>
        <CommitInput
          label={t(`subject.${subject}Label`)}
          value={value}
          onCommit={(text) => editor.setSubject(element, definition, subject, text.trim())}
        />
      </Row>
      {reference && subject === "message" && <CorrelationRow message={reference} />}
    </Section>
  );
}

const PLACES = { error: { at: "errorRef", by: "errorCode" }, message: { at: "messageRef", by: "name" } } as const;

function readSubject(definition: ModdleElement, subject: Subject) {
  const { at, by } = PLACES[subject];
  const reference = definition[at] as ModdleElement | undefined;
  const own = reference?.[by];
  return { reference, value: typeof own === "string" ? own : "" };
}

function CorrelationRow({ message }: { message: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const key = readOne(message, "dj:Message")?.["correlationKey"];
  return (
    <Row label={t("subject.correlation")} hint={t("subject.correlationHint")}>
      <CommitInput
        label={t("subject.correlation")}
        value={typeof key === "string" ? key : ""}
        isCode
        onCommit={(correlationKey) => editor.change(element, "dj:Message", { correlationKey }, message)}
      />
    </Row>
  );
}
