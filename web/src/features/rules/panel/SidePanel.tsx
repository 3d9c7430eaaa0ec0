import { useState } from "react";
import { useTranslation } from "react-i18next";

import { createDecisionCase } from "@/api/sdk.gen";
import type { RuleCase, RuleCaseSaved, RulePart } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { useTell } from "@/ui/act/Toasts";
import { Tabs } from "@/ui/frame/Tabs";

import type { useAnswer } from "../api/useRules";
import { spoken } from "../feel/values";
import styles from "../rules.module.css";
import type { Studio } from "../studio/useStudio";
import { CasesPanel } from "./CasesPanel";
import { ComparePanel } from "./ComparePanel";
import { TryPanel } from "./TryPanel";

interface SidePanelProps {
  ruleKey: string;
  part: RulePart | undefined;
  inputs: Record<string, string>;
  onInputs: (inputs: Record<string, string>) => void;
  answer: ReturnType<typeof useAnswer> | null;
  studio: Studio;
}

/** Beside the table: try it, its test cases, what is different from the version that counts. */
export function SidePanel({ ruleKey, part, inputs, onInputs, answer, studio }: SidePanelProps) {
  const { t } = useTranslation("rules");
  const tell = useTell();
  const [tab, setTab] = useState("try");
  const keep = useCommand<RuleCaseSaved>(
    (_ask, headers) =>
      createDecisionCase({
        path: { decision_key: ruleKey },
        body: { decision: part?.id ?? "", name: nameOf(inputs), inputs, expected: answer?.data?.text ?? "" },
        headers,
        throwOnError: true,
      }),
    {
      onDone: () => {
        studio.refreshCases();
        tell({ text: t("cases.kept"), action: { label: t("cases.show"), onPress: () => setTab("cases") } });
      },
    },
  );
  const open = (found: RuleCase) => {
    studio.setView(found.decision);
    onInputs(found.inputs);
    setTab("try");
  };
  const version = studio.detail?.version ?? null;
  return (
    <aside className={styles.side} aria-label={t("side.label")}>
      <Tabs
        label={t("side.label")}
        current={tab}
        onChange={setTab}
        panelClassName={styles.sidePanel}
        tabs={[
          { key: "try", label: t("side.try"), content: <TryPanel {...{ part, inputs, onInputs, answer }} onKeep={part ? () => keep.mutate() : undefined} /> },
          {
            key: "cases",
            label: t("side.cases"),
            count: studio.cases.length,
            content: <CasesPanel {...{ ruleKey, cases: studio.cases, results: studio.results }} onOpen={open} onChanged={studio.refreshCases} />,
          },
          { key: "compare", label: version === null ? t("side.compare") : t("side.compareWith", { version }), content: <ComparePanel changes={studio.changes} version={version} /> },
        ]}
      />
    </aside>
  );
}

/** A case is called by what goes in. */
function nameOf(inputs: Record<string, string>): string {
  const texts = Object.values(inputs).filter((text) => text !== "").map(spoken);
  return texts.join(" · ").slice(0, 200) || "—";
}
