/** The properties of what is selected, in the words of the business. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";

import type { Subject } from "../bpmn/editor";
import { type Kind, kindOf, KINDS, nameOf } from "../document/kinds";
import { DecisionSection, JobSection, ScriptSection, TimerSection } from "./AutomaticSections";
import { DeadlineSection } from "./DeadlineSection";
import { FlowSection, GatewaySection } from "./FlowSections";
import { FormSection } from "./FormSection";
import styles from "./panel.module.css";
import { CommitInput } from "./parts";
import { PeopleSection } from "./PeopleSection";
import { ProcessSection } from "./ProcessSection";
import { AdHocSection, CallSection, LoopSection } from "./RepeatSections";
import { ResultSection } from "./ResultSection";
import { ReturnSection } from "./ReturnSection";
import { SubjectSection } from "./SubjectSection";
import { TechnicalSection } from "./TechnicalSection";
import { PanelContext, type PanelScene, usePanel } from "./usePanel";

const about = (subject: Subject) => () => <SubjectSection subject={subject} />;
const ErrorSection = about("error");
const MessageSection = about("message");

const SECTIONS: Partial<Record<Kind, readonly ComponentType[]>> = {
  process: [ProcessSection],
  apply: [PeopleSection, FormSection, ResultSection],
  approval: [PeopleSection, FormSection, DeadlineSection, ReturnSection, ResultSection],
  work: [PeopleSection, FormSection, DeadlineSection, ReturnSection, LoopSection, ResultSection],
  system: [JobSection, LoopSection, ResultSection],
  notice: [JobSection, LoopSection, ResultSection],
  rule: [DecisionSection, LoopSection, ResultSection],
  script: [ScriptSection, LoopSection, ResultSection],
  call: [CallSection, LoopSection, ResultSection],
  manual: [ResultSection],
  step: [ResultSection],
  subprocess: [AdHocSection, LoopSection, ResultSection],
  condition: [GatewaySection],
  inclusive: [GatewaySection],
  flow: [FlowSection],
  timer: [TimerSection],
  boundaryTimer: [TimerSection],
  boundaryError: [ErrorSection],
  errorEnd: [ErrorSection, ResultSection],
  message: [MessageSection],
  end: [ResultSection],
};

export function Panel(scene: Omit<PanelScene, never>) {
  const kind = kindOf(scene.element.businessObject);
  return (
    <PanelContext value={scene}>
      <div className={styles.panel} key={scene.element.id}>
        <PanelHead />
        {(SECTIONS[kind] ?? []).map((Part, index) => (
          <Part key={index} />
        ))}
        <TechnicalSection />
      </div>
    </PanelContext>
  );
}

function PanelHead() {
  const { t } = useTranslation("designer");
  const { element, editor, language } = usePanel();
  const owner = element.businessObject;
  const kind = kindOf(owner);
  const isEnglish = language === "en-US" && typeof owner.get("dj:nameEn") === "string";
  return (
    <div className={styles.head}>
      <span className={styles.headIcon}>
        <Icon of={KINDS[kind]} />
      </span>
      <div className={styles.headText}>
        <CommitInput
          label={t("panel.name")}
          value={nameOf(owner, language)}
          placeholder={t("panel.noName")}
          isHeading
          onCommit={(name) => (isEnglish ? editor.setProperties(element, { "dj:nameEn": name }) : editor.setName(element, name))}
        />
        <div className={styles.headKind}>
          {t(`kind.${kind}`)} · {element.id}
        </div>
      </div>
    </div>
  );
}
