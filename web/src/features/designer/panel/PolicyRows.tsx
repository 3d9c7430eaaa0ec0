import { useTranslation } from "react-i18next";

import { NumberInput } from "@/ui/controls/NumberInput";

import { EMPTY_POLICIES, INITIATOR_POLICIES, MODES, REJECT_POLICIES, REPEAT_POLICIES, type StepSettings } from "../document/step";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row } from "./parts";
import { PeoplePicker } from "./PeoplePicker";
import { SwitchRow } from "./SwitchRow";

interface RowsProps {
  step: StepSettings;
  onChange: (changes: Record<string, unknown>) => void;
}

/** How several people agree. */
export function ModeRows({ step, onChange }: RowsProps) {
  const { t } = useTranslation("designer");
  return (
    <>
      <Row label={t("mode.label")}>
        <Pick
          label={t("mode.label")}
          value={step.mode}
          choices={MODES.map((value) => ({ value, label: t(`mode.${value}`) }))}
          onPick={(mode) => onChange({ mode })}
        />
      </Row>
      {(step.mode === "any" || step.mode === "all") && (
        <Row label={t("rejectPolicy.label")}>
          <Pick
            label={t("rejectPolicy.label")}
            value={step.rejectPolicy}
            choices={REJECT_POLICIES.map((value) => ({ value, label: t(`rejectPolicy.${value}`) }))}
            onPick={(rejectPolicy) => onChange({ rejectPolicy })}
          />
        </Row>
      )}
      {step.mode === "vote" && (
        <>
          <Row label={t("vote.ratio")} hint={t("vote.ratioHint")}>
            <CommitInput label={t("vote.ratio")} value={step.ratio} placeholder="2/3" onCommit={(ratio) => onChange({ ratio })} />
          </Row>
          <Row label={t("vote.quorum")}>
            <CommitInput label={t("vote.quorum")} value={step.quorum} placeholder="1/2" onCommit={(quorum) => onChange({ quorum })} />
          </Row>
          <Row label={t("vote.of")}>
            <Pick
              label={t("vote.of")}
              value={step.of}
              choices={(["entitled", "cast"] as const).map((value) => ({ value, label: t(`vote.of_${value}`) }))}
              onPick={(of) => onChange({ of: of === "entitled" ? "" : of })}
            />
          </Row>
          <Row label={t("vote.count")} hint={t("vote.countHint")}>
            <NumberInput<number>
              className={styles.wide}
              min={1}
              aria-label={t("vote.count")}
              value={step.votes}
              changeOnWheel={false}
              onChange={(votes) => onChange({ votes: votes ?? undefined })}
            />
          </Row>
          <Row label={t("vote.veto")} hint={t("vote.vetoHint")}>
            <CommitInput label={t("vote.veto")} value={step.veto} placeholder="role:finance_head" onCommit={(veto) => onChange({ veto })} />
          </Row>
          <Row label={t("vote.weights")} hint={t("vote.weightsHint")}>
            <CommitInput label={t("vote.weights")} value={step.weights} onCommit={(weights) => onChange({ weights })} />
          </Row>
          <SwitchRow label={t("vote.abstain")} isOn={step.abstain} onChange={(abstain) => onChange({ abstain: abstain || undefined })} />
        </>
      )}
      <Row label={t("distinct.label")} hint={t("distinct.hint")}>
        <NumberInput
          className={styles.wide}
          min={0}
          aria-label={t("distinct.label")}
          value={step.distinct}
          placeholder={t("distinct.none")}
          onChange={(distinct) => onChange({ distinct: distinct ?? undefined })}
        />
      </Row>
    </>
  );
}

/** What happens when the usual people are not the right ones. */
export function PolicyRows({ step, onChange }: RowsProps) {
  const { t } = useTranslation("designer");
  return (
    <>
      <Row label={t("empty.label")}>
        <Pick
          label={t("empty.label")}
          value={step.empty}
          choices={EMPTY_POLICIES.map((value) => ({ value, label: t(`empty.${value}`) }))}
          onPick={(empty) => onChange({ empty })}
        />
      </Row>
      {step.empty === "assign" && (
        <Row label={t("emptyTo.label")}>
          <PeoplePicker label={t("emptyTo.label")} value={step.emptyTo} onPick={(emptyTo) => onChange({ emptyTo })} />
        </Row>
      )}
      <Row label={t("ofInitiator.label")}>
        <Pick
          label={t("ofInitiator.label")}
          value={step.ofInitiator}
          choices={INITIATOR_POLICIES.map((value) => ({ value, label: t(`ofInitiator.${value}`) }))}
          onPick={(ofInitiator) => onChange({ ofInitiator })}
        />
      </Row>
      {step.kind === "approval" && (
        <Row label={t("repeated.label")}>
          <Pick
            label={t("repeated.label")}
            value={step.repeated}
            choices={REPEAT_POLICIES.map((value) => ({ value, label: t(`repeated.${value}`) }))}
            onPick={(repeated) => onChange({ repeated })}
          />
        </Row>
      )}
      {step.assignees.some((one) => one.source === "role" || one.source === "group") && (
        <Row label={t("distribution.label")}>
          <Pick
            label={t("distribution.label")}
            value={step.distribution || "all"}
            choices={(["all", "load", "roundRobin"] as const).map((value) => ({ value, label: t(`distribution.${value}`) }))}
            onPick={(distribution) => onChange({ distribution: distribution === "all" ? "" : distribution })}
          />
        </Row>
      )}
      {step.assignees.some((one) => one.source === "role" || one.source === "group") && (
        <Row label={t("distribution.skill")} hint={t("distribution.skillHint")}>
          <CommitInput label={t("distribution.skill")} value={step.skill} onCommit={(skill) => onChange({ skill })} />
        </Row>
      )}
    </>
  );
}
