import { CirclePlay, Hash, Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Switch } from "@/ui/controls/Choice";

import { type Plain, readOne } from "../document/extensions";
import { feelError } from "./ConditionEditor";
import { DurationInput } from "./DurationInput";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
import { RecordList } from "./RecordList";
import { useNames } from "./useNames";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const STARTERS = ["everyone", "department", "role", "group", "user"] as const;

/** What counts for the whole process: who owns it, who may start it, how its requests are numbered and titled. */
export function ProcessSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const settings = readOne(element.businessObject, "dj:Settings") ?? {};
  const owner = text(settings["owner"]);
  const nameOf = useNames(owner.startsWith("user:") ? [owner.slice(5)] : []);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Settings", changes);
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
        <div className={styles.switchRow}>
          <span>{t("process.cancelByInitiator")}</span>
          <Switch
            size="small"
            checked={settings["cancelByInitiator"] === true}
            aria-label={t("process.cancelByInitiator")}
            onChange={(cancelByInitiator) => change({ cancelByInitiator: cancelByInitiator || undefined })}
          />
        </div>
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
    </>
  );
}

/** An example of the numbers that requests will have. */
function numberSentence(prefix: string, none: string): string {
  return prefix ? `${prefix}20261124-0001` : none;
}
