/** What the studio of a model knows and can do: its document, what is found in it, its versions, its test cases. */
import { useMemo, useRef, useState } from "react";

import { discardDecisionDraft } from "@/api/sdk.gen";
import type { RuleDetail } from "@/api/types.gen";

import type { RuleDraftHandle } from "../api/useRuleDraft";
import { useCaseResults, useCases, useRefreshRules, useReport, useRuleDetail, useRuleVersion } from "../api/useRules";
import { lostInEditor } from "../dmn/namespaces";
import { compareModels, type DecisionPart, type ModelView, readModel } from "../dmn/tables";
import type { WorkspaceHandle } from "./TableWorkspace";

export function useStudio(ruleKey: string, draft: RuleDraftHandle, xml: string) {
  const workspace = useRef<WorkspaceHandle>(null);
  const [history, setHistory] = useState({ canUndo: false, canRedo: false });
  const [opened, setOpened] = useState(0);
  const [view, setView] = useState("");
  const model = useMemo(() => readModel(xml), [xml]);
  const report = useReport(ruleKey, xml);
  const detail = useRuleDetail(ruleKey).data;
  const current = useRuleVersion(ruleKey, detail?.version ?? null).data;
  const refresh = useRefreshRules(ruleKey);
  const cases = useCases(ruleKey);
  const results = useCaseResults(ruleKey, xml, cases.data?.length ?? 0).data;
  const changes = useMemo(() => {
    const before = current ? readModel(current.xml) : null;
    return before && model ? compareModels(before, model) : null;
  }, [current, model]);
  const shown = shownIn(model, view);
  const reopen = () => setOpened((count) => count + 1);

  return {
    workspace,
    history,
    setHistory,
    change: draft.change,
    openKey: `${opened}`,
    reopen,
    view,
    setView,
    model,
    /** The element that keeps the editor from editing; null when it can. */
    lost: useMemo(() => lostInEditor(xml), [xml]),
    /** The decision that is shown. */
    shown,
    table: shown?.table ? { id: shown.id, table: shown.table } : null,
    report,
    detail,
    changes,
    cases: cases.data ?? [],
    refreshCases: () => void cases.refetch(),
    results,
    hits: useMemo(() => hitsIn(detail), [detail]),
    /** Take over edits of the last instant and save them; whether all is saved. */
    settle: async (): Promise<boolean> => {
      if (workspace.current && history.canUndo) draft.change(await workspace.current.xml());
      return (await draft.flush()) !== null;
    },
    replace: (next: string) => {
      draft.change(next);
      reopen();
    },
    discard: async () => {
      await discardDecisionDraft({ path: { decision_key: ruleKey }, throwOnError: true }).catch(() => undefined);
      await draft.takeTheirs();
      await refresh();
      reopen();
    },
    download: (kind: "sheet" | "dmn") => {
      if (kind === "dmn") save(URL.createObjectURL(new Blob([xml], { type: "application/xml" })), `${ruleKey}.dmn`);
      else if (shown) save(`/api/v1/decisions/${encodeURIComponent(ruleKey)}/tables/${encodeURIComponent(shown.id)}/table.xlsx`, `${shown.name}.xlsx`);
    },
  };
}

/** The decision of a view; without one the first table. */
function shownIn(model: ModelView | null, view: string): DecisionPart | undefined {
  const decisions = model?.decisions ?? [];
  return decisions.find(({ id }) => id === view) ?? decisions.find(({ table }) => table) ?? decisions[0];
}

/** Matches by rule id; null while no table was ever looked into. */
function hitsIn(detail: RuleDetail | undefined): Record<string, number> | null {
  const found = (detail?.hits ?? []).filter(({ looks }) => looks > 0);
  return found.length > 0 ? Object.fromEntries(found.flatMap(({ rules }) => Object.entries(rules))) : null;
}

export type Studio = ReturnType<typeof useStudio>;

function save(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  link.click();
}
