import { Calculator, Table2, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Switch } from "@/ui/controls/Choice";

import { readOne } from "../document/extensions";
import { feelError } from "./ConditionEditor";
import { DurationInput } from "./DurationInput";
import { FeelRow } from "./FeelRow";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
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
      {line("ask", t("job.ask"), { isFeel: true, hint: t("job.askHint") })}
      {line("refusal", t("job.refusal"), { hint: t("job.refusalHint") })}
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
      <FeelRow label={t("decision.on")} hint={t("decision.onHint")} value={text(decision["on"])} isAlways onCommit={(on) => change({ on })} />
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
