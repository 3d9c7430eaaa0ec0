/** The editor with everything around it: views, findings below, what comes out at the side. */
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { RuleAnswer, RuleFinding, RulePart } from "@/api/types.gen";
import { Segmented } from "@/ui/list/Segmented";

import { useAnswer } from "../api/useRules";
import { type EditorView, RELATIONS } from "../dmn/createEditor";
import type { Marks } from "../dmn/hitsColumn";
import type { DecisionPart, ModelView } from "../dmn/tables";
import { SidePanel } from "../panel/SidePanel";
import styles from "../rules.module.css";
import { FindingsPanel } from "./FindingsPanel";
import { TableWorkspace } from "./TableWorkspace";
import type { Studio } from "./useStudio";

export function TableTab({ ruleKey, xml, studio }: { ruleKey: string; xml: string; studio: Studio }) {
  const [views, setViews] = useState<readonly EditorView[]>([]);
  const [inputs, setInputs] = useState<Record<string, string>>({});
  const { shown, report, workspace, setView } = studio;
  const part = report.parts.find(({ id }) => id === shown?.id);
  const asked = askedOf(xml, part, inputs);
  const answer = useAnswer(ruleKey, asked);
  const marks = useMarks(studio, asked ? matchedRules(answer.data).join() : "");
  const active = studio.view || (shown?.id ?? RELATIONS);
  const onViews = useCallback((all: readonly EditorView[]) => setViews(all), []);
  const show = (finding: RuleFinding) => {
    if (finding.decision) setView(finding.decision);
    const rule = ruleOf(studio.model, finding);
    if (rule) requestAnimationFrame(() => workspace.current?.showRule(rule));
  };
  return (
    <div className={styles.workspace}>
      <div className={styles.middle}>
        <Head {...{ active, views, shown }} onView={setView} />
        <TableWorkspace
          ref={workspace}
          {...{ xml, marks, onViews }}
          days={studio.detail?.hitsDays ?? 90}
          openKey={studio.openKey}
          view={active}
          onChange={studio.change}
          onHistory={studio.setHistory}
        />
        <FindingsPanel report={report} onShow={show} />
      </div>
      <SidePanel {...{ ruleKey, part, inputs, studio }} answer={asked && answer} onInputs={setInputs} />
    </div>
  );
}

interface HeadProps {
  active: string;
  views: readonly EditorView[];
  shown: DecisionPart | undefined;
  onView: (view: string) => void;
}

/** What is shown, in words, and the other decisions of the model. */
function Head({ active, views, shown, onView }: HeadProps) {
  const { t } = useTranslation("rules");
  const isTable = active !== RELATIONS && shown !== undefined;
  return (
    <div className={styles.tableHead}>
      <div className={styles.tableTitle}>
        <h2>{isTable ? shown.description || shown.name : t("studio.relations")}</h2>
        {isTable && <span className={styles.faint}>{shown.name}</span>}
      </div>
      {views.length > 1 && (
        <Segmented
          label={t("studio.views")}
          value={active}
          onChange={onView}
          segments={views.map((view) => ({ key: view.id, label: view.id === RELATIONS ? t("studio.relations") : view.name }))}
        />
      )}
    </div>
  );
}

/** What the server is asked; nothing while no input has a value. */
function askedOf(xml: string, part: RulePart | undefined, inputs: Record<string, string>) {
  if (!part?.inputs.some(({ name }) => inputs[name])) return null;
  return { xml, decision: part.id, inputs: only(inputs, part.inputs) };
}

const only = (inputs: Record<string, string>, wanted: readonly { name: string }[]): Record<string, string> =>
  Object.fromEntries(wanted.flatMap(({ name }) => (inputs[name] ? [[name, inputs[name]]] : [])));

const matchedRules = (answer: RuleAnswer | undefined): string[] =>
  (answer?.decisions ?? [])
    .flatMap(({ tables }) => tables)
    .flatMap((table) => table.rules.filter(({ number }) => table.matched.includes(number)).map(({ ruleId }) => ruleId));

function useMarks(studio: Studio, matched: string): Marks {
  const { t } = useTranslation("rules");
  const { hits, model, report } = studio;
  return useMemo(
    () => ({
      hits,
      matched: new Set(matched.split(",")),
      doubtful: doubts(model, report.findings),
      words: { unused: t("neverHit") },
    }),
    [hits, matched, model, report.findings, t],
  );
}

function doubts(model: ModelView | null, findings: readonly RuleFinding[]): Marks["doubtful"] {
  const found = new Map<string, RuleFinding["severity"]>();
  for (const finding of findings) {
    const table = model?.decisions.find(({ id }) => id === finding.decision)?.table;
    for (const number of finding.rules) {
      const id = table?.rules[number - 1]?.id;
      if (id && found.get(id) !== "error") found.set(id, finding.severity);
    }
  }
  return found;
}

/** The id of the rule that a finding speaks of first. */
function ruleOf(model: ModelView | null, finding: RuleFinding): string | undefined {
  const table = model?.decisions.find(({ id }) => id === finding.decision)?.table;
  return table?.rules[(finding.rules[0] ?? 0) - 1]?.id;
}
