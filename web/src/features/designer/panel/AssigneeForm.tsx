import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Switch } from "@/ui/controls/Choice";
import { NumberInput } from "@/ui/controls/NumberInput";
import { AutoComplete } from "@/ui/controls/Select";

import { fieldLabel } from "../document/fields";
import { type Assignee, SOURCES } from "../document/step";
import styles from "./panel.module.css";
import { Pick, Row } from "./parts";
import { PeoplePicker } from "./PeoplePicker";
import { useKnownKeys } from "./useKnownKeys";
import { usePanel } from "./usePanel";

const GROUPS = new Set(["role", "group", "position"]);
const HEADS = new Set(["departmentHead", "headChain"]);

/** One way to find the people of a step. */
export function AssigneeForm(props: { assignee: Assignee; onSave: (assignee: Assignee) => void; onRemove?: () => void }) {
  const { t } = useTranslation("designer");
  const [draft, setDraft] = useState(props.assignee);
  const change = (part: Partial<Assignee>) => setDraft((before) => ({ ...before, ...part }));
  const isReady = draft.value.trim() !== "" || HEADS.has(draft.source) || draft.source === "initiator" || draft.source === "picked";
  return (
    <div className={styles.popover}>
      <Row label={t("who.source")}>
        <Pick
          label={t("who.source")}
          value={draft.source}
          choices={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
          onPick={(source) => setDraft({ source, value: "", of: HEADS.has(source) ? "initiator" : "", levels: null, vacant: "", claim: source === "group" })}
        />
      </Row>
      <SourceRows draft={draft} onChange={change} />
      <div className={styles.popoverFoot}>
        {props.onRemove ? (
          <Button size="sm" kind="dangerText" onPress={props.onRemove}>
            {t("who.remove")}
          </Button>
        ) : (
          <span />
        )}
        <Button size="sm" kind="filled" disabled={!isReady} onPress={() => props.onSave(draft)}>
          {t("who.save")}
        </Button>
      </div>
    </div>
  );
}

interface SourceProps {
  draft: Assignee;
  onChange: (part: Partial<Assignee>) => void;
}

function SourceRows({ draft, onChange }: SourceProps) {
  const { t } = useTranslation("designer");
  const label = t(`source.${draft.source}`);
  if (HEADS.has(draft.source)) return <HeadRows draft={draft} onChange={onChange} />;
  if (GROUPS.has(draft.source)) return <GroupRows draft={draft} onChange={onChange} />;
  if (draft.source === "user") {
    return (
      <Row label={label}>
        <PeoplePicker label={label} value={draft.value} onPick={(value) => onChange({ value })} />
      </Row>
    );
  }
  if (draft.source === "field") {
    return (
      <Row label={label}>
        <PersonField value={draft.value} onPick={(value) => onChange({ value })} />
      </Row>
    );
  }
  if (draft.source === "expression" || draft.source === "decision") {
    return (
      <Row label={label} hint={draft.source === "expression" ? t("who.expressionHint") : undefined}>
        <AutoComplete
          className={`${styles.wide ?? ""} ${styles.code ?? ""}`}
          aria-label={label}
          value={draft.value}
          placeholder={draft.source === "expression" ? '="E001"' : undefined}
          onChange={(value: string) => onChange({ value })}
        />
      </Row>
    );
  }
  return null;
}

function HeadRows({ draft, onChange }: SourceProps) {
  const { t } = useTranslation("designer");
  const { fields, language } = usePanel();
  const people = fields.filter((field) => field.type === "user" || field.type === "department");
  const isChain = draft.source === "headChain";
  return (
    <>
      <Row label={t("who.of")}>
        <Pick
          label={t("who.of")}
          value={draft.of || "initiator"}
          choices={[
            { value: "initiator", label: t("who.initiator") },
            ...people.map((field) => ({ value: `field:${field.key}`, label: fieldLabel(field, language) })),
          ]}
          onPick={(of) => onChange({ of })}
        />
      </Row>
      <Row label={isChain ? t("who.chainLevels") : t("who.levels")} hint={isChain ? t("who.chainHint") : t("who.levelsHint")}>
        <NumberInput
          className={styles.wide}
          min={0}
          max={9}
          aria-label={isChain ? t("who.chainLevels") : t("who.levels")}
          value={draft.levels}
          onChange={(levels) => onChange({ levels: levels ?? null })}
        />
      </Row>
      <Row label={t("who.vacant")}>
        <Pick
          label={t("who.vacant")}
          value={draft.vacant || "up"}
          choices={(["up", "empty"] as const).map((value) => ({ value, label: t(`who.vacant_${value}`) }))}
          onPick={(vacant) => onChange({ vacant: vacant === "up" ? "" : vacant })}
        />
      </Row>
    </>
  );
}

function GroupRows({ draft, onChange }: SourceProps) {
  const { t } = useTranslation("designer");
  const label = t(`source.${draft.source}`);
  const known = useKnownKeys(draft.source);
  return (
    <>
      <Row label={label}>
        <AutoComplete
          className={styles.wide}
          aria-label={label}
          value={draft.value}
          options={known.map((value) => ({ value }))}
          showSearch={{ filterOption: (typed, option) => (option?.value ?? "").includes(typed) }}
          placeholder={t("who.key")}
          onChange={(value: string) => onChange({ value: value.trim() })}
        />
      </Row>
      <div className={styles.switchRow}>
        <span>{t("who.claim")}</span>
        <Switch size="small" checked={draft.claim} aria-label={t("who.claim")} onChange={(claim) => onChange({ claim })} />
      </div>
    </>
  );
}

function PersonField({ value, onPick }: { value: string; onPick: (value: string) => void }) {
  const { t } = useTranslation("designer");
  const { fields, language } = usePanel();
  const people = fields.filter((field) => field.type === "user");
  return (
    <Pick
      label={t("source.field")}
      value={value}
      choices={people.map((field) => ({ value: field.key, label: fieldLabel(field, language) }))}
      onPick={onPick}
    />
  );
}
