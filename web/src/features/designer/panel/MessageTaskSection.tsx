import { Mail } from "lucide-react";
import { useTranslation } from "react-i18next";

import { keyOfSubject } from "../bpmn/subjects";
import type { ModdleElement } from "../bpmn/types";
import { readAll, readOne } from "../document/extensions";
import { Section } from "./parts";
import { MessageRows, SubjectRows } from "./SubjectRows";
import { SwitchRow } from "./SwitchRow";
import { usePanel } from "./usePanel";

/** Which message a task sends or waits for. */
export function MessageTaskSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const owner = element.businessObject;
  const isReceiving = owner.$type === "bpmn:ReceiveTask";
  const message = owner["messageRef"] as ModdleElement | undefined;
  const hasJob = readOne(owner, "dj:Job") !== null;
  const sentence = message ? t("subject.message", { name: keyOfSubject("message", message) }) : t("subject.any_message");
  return (
    <Section icon={Mail} title={t("section.message")} sentence={hasJob ? t("message.jobCounts") : sentence} isFolded={hasJob}>
      <SubjectRows part={owner} subject="message" />
      <SwitchRow
        label={t("message.own")}
        hint={t("message.ownHint")}
        isOn={readOne(owner, "dj:Message") !== null}
        onChange={(isOn) => editor.setAll(element, "dj:Message", isOn ? [{ correlationKey: "=number" }] : [])}
      />
      {readOne(owner, "dj:Message") && <MessageRows owner={owner} />}
      {isReceiving && (
        <>
          <SwitchRow
            label={t("message.instantiate")}
            isOn={owner.get("instantiate") === true}
            onChange={(isOn) => editor.setProperties(element, { instantiate: isOn || undefined })}
          />
          <SwitchRow
            label={t("message.undo")}
            hint={t("message.undoHint")}
            isOn={readAll(owner, "dj:Undo").length > 0}
            onChange={(isOn) => editor.setAll(element, "dj:Undo", isOn ? [{}] : [])}
          />
        </>
      )}
    </Section>
  );
}
