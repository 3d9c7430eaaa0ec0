/** The properties of what is selected, in the words of the business. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";

import { type Kind, kindOf, KINDS, nameOf } from "../document/kinds";
import { ActivitySection } from "./ActivitySection";
import { DecisionSection, JobSection, ScriptSection } from "./AutomaticSections";
import { DataFlowSection, DataObjectSection, DataStoreSection } from "./DataSections";
import { DeadlineSection } from "./DeadlineSection";
import { EndingSection } from "./EndingSection";
import { EventSection } from "./EventSection";
import { ActivationSection, EventGatewaySection, FlowSection, GatewaySection } from "./FlowSections";
import { FormSection } from "./FormSection";
import { LoopSection } from "./LoopSection";
import { MessageTaskSection } from "./MessageTaskSection";
import styles from "./panel.module.css";
import { CommitInput } from "./parts";
import { PeopleSection } from "./PeopleSection";
import { PoolSection } from "./PoolSection";
import { ProcessSection } from "./ProcessSection";
import { AdHocSection, CallSection } from "./RepeatSections";
import { ResultSection } from "./ResultSection";
import { ReturnSection } from "./ReturnSection";
import { TechnicalSection } from "./TechnicalSection";
import { PanelContext, type PanelScene, usePanel } from "./usePanel";

const ACTIVITY = [LoopSection, ActivitySection, ResultSection] as const;
const EVENT = [EventSection, ResultSection] as const;

const SECTIONS: Partial<Record<Kind, readonly ComponentType[]>> = {
  process: [ProcessSection],
  pool: [PoolSection],
  apply: [PeopleSection, FormSection, ResultSection],
  approval: [PeopleSection, FormSection, DeadlineSection, ReturnSection, ...ACTIVITY],
  work: [PeopleSection, FormSection, DeadlineSection, ReturnSection, ...ACTIVITY],
  system: [JobSection, ...ACTIVITY],
  notice: [JobSection, MessageTaskSection, ...ACTIVITY],
  receive: [MessageTaskSection, ...ACTIVITY],
  rule: [DecisionSection, ...ACTIVITY],
  script: [ScriptSection, ...ACTIVITY],
  call: [CallSection, ...ACTIVITY],
  manual: [...ACTIVITY],
  step: [...ACTIVITY],
  subprocess: [...ACTIVITY],
  transaction: [...ACTIVITY],
  adHoc: [AdHocSection, ...ACTIVITY],
  eventSubprocess: [ResultSection],
  condition: [GatewaySection],
  inclusive: [GatewaySection],
  complex: [ActivationSection, GatewaySection],
  firstEvent: [EventGatewaySection],
  flow: [FlowSection],
  data: [DataObjectSection],
  dataStore: [DataStoreSection],
  dataFlow: [DataFlowSection],
  start: EVENT,
  timer: EVENT,
  boundaryTimer: EVENT,
  boundaryError: EVENT,
  message: EVENT,
  signal: EVENT,
  error: EVENT,
  escalation: EVENT,
  conditional: EVENT,
  link: EVENT,
  compensation: EVENT,
  cancel: EVENT,
  multiple: EVENT,
  event: EVENT,
  end: EVENT,
  terminate: [EndingSection, ...EVENT],
  errorEnd: EVENT,
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
