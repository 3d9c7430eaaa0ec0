import { AlarmClock, Calculator, Table2, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Switch } from "@/ui/controls/Choice";

import { readOne } from "../document/extensions";
import { eventDefinition } from "../document/kinds";
import { sayTimer } from "../document/sentences";
import type { TimerSetting } from "../bpmn/editor";
import type { ModdleElement } from "../bpmn/types";
import { feelError } from "./ConditionEditor";
import { DurationInput } from "./DurationInput";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What is asked of another system, and how hard it is tried. */
export function JobSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const job = readOne(element.businessObject, "dj:Job") ?? {};
  const type = text(job["type"]);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Job", changes);
  const line = (name: string, label: string, more: { isFeel?: boolean; isLong?: boolean; placeholder?: string; hint?: string } = {}) => (
    <Row label={label} hint={more.hint}>
      <CommitInput
        label={label}
        value={text(job[name])}
        isCode={more.isFeel ?? false}
        isLong={more.isLong ?? false}
        {...(more.placeholder && { placeholder: more.placeholder })}
        error={feelError(text(job[name]), t("condition.notFeel"))}
        onCommit={(value) => change({ [name]: value })}
      />
    </Row>
  );
  return (
    <Section icon={Zap} title={t("section.job")} sentence={type ? t(`say.jobType.${type === "http" || type === "mail" ? type : "worker"}`, { type }) : t("job.none")}>
      {line("type", t("job.type"), { placeholder: "http", hint: t("job.typeHint") })}
      {type === "http" && (
        <>
          {line("connection", t("job.connection"))}
          <Row label={t("job.method")}>
            <Pick label={t("job.method")} value={text(job["method"]) || "POST"} choices={["GET", "POST", "PUT", "PATCH", "DELETE"].map((value) => ({ value, label: value }))} onPick={(method) => change({ method })} />
          </Row>
          {line("path", t("job.path"), { isFeel: true, placeholder: "/leaves" })}
          {line("headers", t("job.headers"), { isFeel: true })}
        </>
      )}
      {line("body", t("job.body"), { isFeel: true, isLong: true })}
      {line("key", t("job.key"), { isFeel: true, hint: t("job.keyHint") })}
      {line("retries", t("job.retries"), { hint: t("job.retriesHint") })}
      <Row label={t("job.deadline")}>
        <DurationInput label={t("job.deadline")} duration={text(job["deadline"])} clock="clock" usualUnit="minutes" onChange={({ duration }) => change({ deadline: duration })} />
      </Row>
      <div className={styles.switchRow}>
        <span>{t("job.query")}</span>
        <Switch size="small" checked={job["query"] === true} aria-label={t("job.query")} onChange={(query) => change({ query: query || undefined })} />
      </div>
    </Section>
  );
}

/** Which rules decide here, and where their answer goes. */
export function DecisionSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const decision = readOne(element.businessObject, "dj:Decision") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Decision", changes);
  return (
    <Section icon={Table2} title={t("section.decision")} sentence={decision["ref"] ? t("say.decision", { name: text(decision["ref"]) }) : t("decision.none")}>
      <Row label={t("decision.ref")}>
        <CommitInput label={t("decision.ref")} value={text(decision["ref"])} onCommit={(ref) => change({ ref })} />
      </Row>
      <Row label={t("decision.result")} hint={t("decision.resultHint")}>
        <CommitInput label={t("decision.result")} value={text(decision["result"])} onCommit={(result) => change({ result })} />
      </Row>
      <Row label={t("decision.binding")}>
        <Pick
          label={t("decision.binding")}
          value={text(decision["binding"]) || "deployment"}
          choices={(["deployment", "latest"] as const).map((value) => ({ value, label: t(`decision.${value}`) }))}
          onPick={(binding) => change({ binding })}
        />
      </Row>
    </Section>
  );
}

/** What is calculated here. */
export function ScriptSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const script = text(element.businessObject["script"]);
  const result = text(element.businessObject.get("dj:result"));
  return (
    <Section icon={Calculator} title={t("section.script")} sentence={result ? t("script.into", { result }) : t("script.none")}>
      <Row label={t("script.feel")}>
        <CommitInput
          label={t("script.feel")}
          value={script}
          isLong
          isCode
          error={feelError(script, t("condition.notFeel"))}
          onCommit={(value) => editor.setProperties(element, { script: value || undefined, scriptFormat: "feel" })}
        />
      </Row>
      <Row label={t("script.result")}>
        <CommitInput label={t("script.result")} value={result} onCommit={(value) => editor.setProperties(element, { "dj:result": value || undefined })} />
      </Row>
    </Section>
  );
}

const KINDS = { duration: "timeDuration", date: "timeDate", cycle: "timeCycle" } as const;

function readTimer(definition: ModdleElement): TimerSetting {
  for (const kind of ["duration", "date", "cycle"] as const) {
    const value = (definition[KINDS[kind]] as ModdleElement | undefined)?.["body"];
    if (typeof value === "string") return { kind, value };
  }
  return { kind: "duration", value: "" };
}

/** When the clock acts. */
export function TimerSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const naming = useNaming([], language, fields);
  const definition = eventDefinition(element.businessObject);
  if (!definition) return null;
  const timer = readTimer(definition);
  const clock = text(definition.get("dj:clock"));
  const isBoundary = element.type === "bpmn:BoundaryEvent";
  const setDuration = (time: { duration: string; clock: string }) =>
    editor.together(() => {
      editor.setTimer(element, definition, { kind: "duration", value: time.duration });
      editor.setPart(element, definition, { "dj:clock": time.clock === "clock" ? undefined : time.clock });
    });
  return (
    <Section icon={AlarmClock} title={t("section.timer")} sentence={sayTimer(element.businessObject, naming)}>
      <Row label={t("timer.kind")}>
        <Pick
          label={t("timer.kind")}
          value={timer.kind}
          choices={(["duration", "date", "cycle"] as const).map((value) => ({ value, label: t(`timer.${value}`) }))}
          onPick={(kind) => editor.setTimer(element, definition, { kind, value: kind === "duration" ? "PT24H" : "=" })}
        />
      </Row>
      <Row label={t("timer.value")} hint={timer.kind === "cycle" ? t("timer.cycleHint") : undefined}>
        {timer.kind === "duration" ? (
          <DurationInput label={t("timer.value")} duration={timer.value} clock={clock} usualUnit="hours" onChange={setDuration} />
        ) : (
          <CommitInput label={t("timer.value")} value={timer.value} isCode onCommit={(value) => editor.setTimer(element, definition, { ...timer, value })} />
        )}
      </Row>
      {isBoundary && (
        <div className={styles.switchRow}>
          <span>{t("timer.interrupts")}</span>
          <Switch
            size="small"
            checked={element.businessObject["cancelActivity"] !== false}
            aria-label={t("timer.interrupts")}
            onChange={(cancelActivity) => editor.setProperties(element, { cancelActivity })}
          />
        </div>
      )}
    </Section>
  );
}
