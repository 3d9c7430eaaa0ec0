/** dmn-js on the page, with hits and doubts on its rows. Loaded only when somebody edits rules. */
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n/useLanguage";
import { ErrorState } from "@/ui/states/State";

import { createEditor, type EditorView, type RuleEditor } from "../dmn/createEditor";
import type { Marks } from "../dmn/hitsColumn";
import styles from "../rules.module.css";

export interface WorkspaceHandle {
  undo: () => void;
  redo: () => void;
  xml: () => Promise<string>;
  showRule: (ruleId: string) => void;
}

export interface TableWorkspaceProps {
  ref?: Ref<WorkspaceHandle>;
  xml: string;
  /** Another key opens the document anew. */
  openKey: string;
  view: string;
  marks: Marks;
  days: number;
  onChange: (xml: string) => void;
  onHistory: (history: { canUndo: boolean; canRedo: boolean }) => void;
  onViews: (views: readonly EditorView[], active: string) => void;
}

export function TableWorkspace({ ref, xml, openKey, view, marks, days, onChange, onHistory, onViews }: TableWorkspaceProps) {
  const { t } = useTranslation("rules");
  const language = useLanguage();
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<RuleEditor | null>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const changed = useEffectEvent(onChange);
  const history = useEffectEvent(onHistory);
  const views = useEffectEvent(onViews);
  const load = useEffectEvent(async (made: RuleEditor) => {
    try {
      await made.load(xml, view);
      made.mark(marks);
      setBroken(null);
    } catch (cause) {
      setBroken(cause instanceof Error ? cause.message : String(cause));
    }
  });

  useEffect(() => {
    const element = container.current;
    if (!element) return undefined;
    const made = createEditor({
      container: element,
      language,
      hitsHead: t("hits", { days }),
      events: { onChange: (next) => changed(next), onHistory: (next) => history(next), onViews: (all, active) => views(all, active) },
    });
    editor.current = made;
    void load(made);
    return () => {
      editor.current = null;
      made.destroy();
      element.replaceChildren();
    };
  }, [language, openKey, t, days]);

  useEffect(() => {
    void editor.current?.open(view);
  }, [view]);
  useEffect(() => editor.current?.mark(marks), [marks]);

  useImperativeHandle(ref, () => ({
    undo: () => editor.current?.undo(),
    redo: () => editor.current?.redo(),
    xml: async () => (await editor.current?.xml()) ?? xml,
    showRule: (ruleId) => editor.current?.showRule(ruleId),
  }));

  const undoOrRedo = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable=true]") !== null;
    if (isTyping || !(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (event.shiftKey) editor.current?.redo();
    else editor.current?.undo();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the editor inside; its buttons stand in the bar
    <div className={styles.canvas} onKeyDown={undoOrRedo}>
      {broken !== null && <ErrorState title={t("studio.broken")} text={broken} />}
      <div ref={container} className={styles.editor} hidden={broken !== null} data-testid="rule-editor" />
    </div>
  );
}
