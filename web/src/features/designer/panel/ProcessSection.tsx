import { CirclePlay, Hash, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";

import { processOf } from "../bpmn/processes";
import { type Plain, readOne } from "../document/extensions";
import { fieldLabel } from "../document/fields";
import { wordsOf } from "../document/step";
import { feelError } from "./ConditionEditor";
import { DurationInput } from "./DurationInput";
import { CommitInput, Pick, PickMany, Row, Section } from "./parts";
import { RecordList } from "./RecordList";
import { ResultsOf } from "./ResultSection";
import { RevokeSection } from "./RevokeSection";
import { SharedSection } from "./SharedSection";
import { SwitchRow } from "./SwitchRow";
import { useNames } from "./useNames";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const STARTERS = ["everyone", "department", "role", "group", "user"] as const;

/** What counts for the whole process: who owns it, who may start it, how its requests are numbered and titled. */
export function ProcessSection() {
  const { t } = useTranslation("designer");
  const { element, editor, fields, language } = usePanel();
  const process = processOf(element);
  const settings = readOne(process, "dj:Settings") ?? {};
  const owner = text(settings["owner"]);
  const nameOf = useNames(owner.startsWith("user:") ? [owner.slice(5)] : []);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Settings", changes, process);
  const starters = (settings["starters"] as readonly Plain[] | undefined) ?? [];
  const line = (name: string, hint?: string, isFeel = false) => (
    <Row label={t(`process.${name as "owner"}`)} hint={hint}>
      <CommitInput
        label={t(`process.${name as "owner"}`)}
        value={text(settings[name])}
        isCode={isFeel}
        error={isFeel ? feelError(text(settings[name]), t("condition.notFeel")) : null}
        onCommit={(value) => change({ [name]: value })}
      />
    </Row>
  );
  return (
    <>
      <Section
        icon={Workflow}
        title={t("section.process")}
        sentence={owner ? t("process.ownedBy", { owner: owner.startsWith("role:") ? t("who.role", { name: owner.slice(5) }) : nameOf(owner) }) : t("process.noOwner")}
      >
        {line("owner", t("process.ownerHint"))}
        {line("category")}
        {line("categoryEn")}
        {line("icon", t("process.iconHint"))}
        {line("descriptionEn")}
        <Row label={t("process.withdraw")}>
          <Pick
            label={t("process.withdraw")}
            value={text(settings["withdraw"]) || "untouched"}
            choices={(["untouched", "always", "never"] as const).map((value) => ({ value, label: t(`withdraw.${value}`) }))}
            onPick={(withdraw) => change({ withdraw })}
          />
        </Row>
        <SwitchRow
          label={t("process.cancelByInitiator")}
          isOn={settings["cancelByInitiator"] === true}
          onChange={(cancelByInitiator) => change({ cancelByInitiator: cancelByInitiator || undefined })}
        />
        {line("cancelMessage", t("process.cancelMessageHint"))}
        <Row label={t("process.target")}>
          <DurationInput label={t("process.target")} duration={text(settings["targetDuration"])} clock="working" onChange={({ duration }) => change({ targetDuration: duration })} />
        </Row>
        <Row label={t("process.baseline")}>
          <DurationInput label={t("process.baseline")} duration={text(settings["baselineDuration"])} clock="working" onChange={({ duration }) => change({ baselineDuration: duration })} />
        </Row>
        <Row label={t("process.revoke")}>
          <DurationInput label={t("process.revoke")} duration={text(settings["revokeWithin"])} clock="clock" usualUnit="days" onChange={({ duration }) => change({ revokeWithin: duration })} />
        </Row>
      </Section>
      <Section icon={Hash} title={t("section.number")} sentence={numberSentence(text(settings["numberPrefix"]), t("process.numberNone"))}>
        {line("numberPrefix", t("process.numberHint"))}
        {line("title", t("process.titleHint"), true)}
        {line("versionTag")}
        <Row label={t("process.keyFields")} hint={t("process.keyFieldsHint")}>
          <PickMany
            label={t("process.keyFields")}
            values={wordsOf(settings["keyFields"])}
            choices={fields.map((field) => ({ value: field.key, label: fieldLabel(field, language) }))}
            onPick={(keys) => change({ keyFields: keys.join(" ") })}
          />
        </Row>
      </Section>
      <Section icon={CirclePlay} title={t("section.starters")} sentence={starters.length === 0 ? t("process.startersNone") : t("process.startersCount", { count: starters.length })} isFolded>
        <RecordList
          records={starters}
          titleOf={(one) => t(`starter.${(STARTERS.find((kind) => kind === one["source"]) ?? "everyone")}`)}
          addLabel={t("process.addStarter")}
          blank={{ source: "everyone" }}
          onChange={(records) => change({ starters: records })}
          fields={[
            { name: "source", label: t("who.source"), choices: STARTERS.map((value) => ({ value, label: t(`starter.${value}`) })) },
            { name: "value", label: t("who.key") },
          ]}
        />
      </Section>
      <RevokeSection owner={process} />
      <ResultsOf owner={process} />
      <SharedSection />
    </>
  );
}

/** An example of the numbers that requests will have. */
function numberSentence(prefix: string, none: string): string {
  return prefix ? `${prefix}20261124-0001` : none;
}
