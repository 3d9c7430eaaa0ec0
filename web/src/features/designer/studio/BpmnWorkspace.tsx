/** The canvas with everything around it: palette, tools, findings, properties. Loaded only when somebody designs. */
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ErrorState } from "@/ui/states/State";

import type { Findings } from "../api/useLint";
import type { FormField } from "../document/fields";
import { Panel } from "../panel/Panel";
import { CanvasTools, ZoomCard } from "./CanvasTools";
import { LintPanel } from "./LintPanel";
import { PaletteBar } from "./PaletteBar";
import styles from "./studio.module.css";
import { useCanvasKeys } from "./useCanvasKeys";
import { useFindingMarks } from "./useFindingMarks";
import { type ModelerHandle, useModeler, useModelerState } from "./useModeler";

/** What the bar above asks of the canvas. */
export interface WorkspaceHandle {
  undo: () => void;
  redo: () => void;
  svg: () => Promise<string>;
  /** The document as it stands this moment, edits of the last instant included. */
  xml: () => Promise<string>;
}

export interface WorkspaceProps {
  ref?: Ref<WorkspaceHandle>;
  xml: string;
  openKey: string;
  language: "zh-CN" | "en-US";
  fields: readonly FormField[];
  findings: Findings;
  onChange: (xml: string) => void;
  onHistory: (history: { canUndo: boolean; canRedo: boolean }) => void;
  onOpenForm: () => void;
}

export function BpmnWorkspace({ ref, xml, openKey, language, fields, findings, onChange, onHistory, onOpenForm }: WorkspaceProps) {
  const { t } = useTranslation("designer");
  const container = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const handle = useModeler({ container, language, xml, openKey, onChange, onBroken: setBroken });
  const modeler = handle?.modeler ?? null;
  useFindingMarks(modeler, findings.problems);
  useCanvasKeys({ canvas: container, modeler, problems: findings.problems, onProperties: focusPanel });
  useImperativeHandle(ref, () => ({
    undo: () => modeler?.get("commandStack").undo(),
    redo: () => modeler?.get("commandStack").redo(),
    svg: async () => (await modeler?.saveSVG())?.svg ?? "",
    xml: async () => (await modeler?.saveXML({ format: true }))?.xml ?? xml,
  }));
  return (
    <div className={styles.workspace}>
      {modeler && <PaletteBar modeler={modeler} />}
      <div className={styles.middle}>
        <div className={styles.canvasWrap}>
          <div ref={container} className={styles.canvas} role="application" aria-label={t("canvas.label")} />
          {broken && <ErrorState title={t("canvas.broken")} text={broken} />}
          {modeler && <CanvasTools modeler={modeler} />}
          {modeler && <ZoomCard modeler={modeler} />}
        </div>
        {handle && <LintPanel findings={findings} {...handle} language={language} />}
      </div>
      <aside id={PANEL_ID} className={styles.side} aria-label={t("panel.label")}>
        {handle && <Side handle={handle} language={language} fields={fields} onHistory={onHistory} onOpenForm={onOpenForm} />}
      </aside>
    </div>
  );
}

const PANEL_ID = "dujiang-properties";

type SideProps = Pick<WorkspaceProps, "language" | "fields" | "onHistory" | "onOpenForm"> & { handle: ModelerHandle };

/** The properties of the selection; read anew with every edit. */
function Side({ handle, language, fields, onHistory, onOpenForm }: SideProps) {
  const state = useModelerState(handle);
  const canUndo = state?.canUndo ?? false;
  const canRedo = state?.canRedo ?? false;
  useEffect(() => onHistory({ canUndo, canRedo }), [onHistory, canUndo, canRedo]);
  if (!state) return null;
  return (
    <Panel {...handle} element={state.element} revision={state.revision} language={language} fields={fields} onOpenForm={onOpenForm} />
  );
}

function focusPanel(): void {
  document.getElementById(PANEL_ID)?.querySelector<HTMLElement>("input, textarea, button")?.focus();
}
