/** The studio: one process with its diagram, its forms and its versions, full screen. */
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, type RefObject, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { readProcess } from "@/api/sdk.gen";
import type { ProcessDetail } from "@/api/types.gen";
import type { ModelSlot } from "@/lib/diagram/slot";
import type { FormBuilderSlot } from "@/lib/forms/builderSlot";
import type { FormSlotProps } from "@/lib/forms/slot";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { useTitle } from "@/lib/useTitle";
import { useTell } from "@/ui/act/Toasts";
import { StudioFrame } from "@/ui/frame/Studio";
import { useIsPhone } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";

import { type DraftDocument, type DraftHandle, useDraft } from "../api/useDraft";
import { type Findings, useLint } from "../api/useLint";
import { download, pngOf, withColours } from "../bpmn/pictures";
import { type FormField, fieldsOfForm } from "../document/fields";
import { NO_HISTORY, redoOnce, remember, undoOnce } from "../document/formEdit";
import type { WorkspaceHandle } from "./BpmnWorkspace";
import { FormTab } from "./FormTab";
import { PublishDialog } from "./PublishDialog";
import { StepList } from "./StepList";
import { StudioBar, type StudioTab, type StudioView } from "./StudioBar";
import { VersionsTab } from "./VersionsTab";

const BpmnWorkspace = lazy(() => import("./BpmnWorkspace").then((module) => ({ default: module.BpmnWorkspace })));

export interface StudioPageProps {
  processKey: string;
  tab: StudioTab;
  onTab: (tab: StudioTab) => void;
  onBack: () => void;
  /** The form renderer, to show what people will see. */
  Form: ComponentType<FormSlotProps>;
  Builder: FormBuilderSlot;
  /** The drawing of a model with marks, for comparing versions. */
  Model: ModelSlot;
}

export function StudioPage(props: StudioPageProps) {
  const { t } = useTranslation("designer");
  const draft = useDraft(props.processKey);
  useTitle(draft.draft?.name);
  if (draft.problem?.status === 403) return <NoPermission title={t("studio.forbidden")} text={t("studio.forbiddenText")} />;
  if (draft.problem && !draft.document) {
    return <ErrorState title={draft.problem.message || t("studio.failed")} code={draft.problem.code} onRetry={() => void draft.takeTheirs()} />;
  }
  if (!draft.document) return <DetailSkeleton />;
  return <Studio {...props} draft={draft} document={draft.document} />;
}

type StudioProps = StudioPageProps & { draft: DraftHandle; document: NonNullable<DraftHandle["document"]> };

function Studio(props: StudioProps) {
  const { processKey, draft, document, tab, onTab } = props;
  const isPhone = useIsPhone();
  const workspace = useRef<WorkspaceHandle>(null);
  const [view, setView] = useState<StudioView>("bpmn");
  const [opened, setOpened] = useState(0);
  const [isPublishing, setPublishing] = useState(false);
  const [canvasHistory, setCanvasHistory] = useState(NOTHING_TO_UNDO);
  const forms = useFormEdits(draft, document);
  const findings = useLint(document);
  const process = useProcess(processKey);
  const { change } = draft;

  const isDrawing = tab === "process" && view === "bpmn" && !isPhone;
  const reopen = () => setOpened((count) => count + 1);
  const publish = async () => {
    const wasDrawn = canvasHistory.canUndo || canvasHistory.canRedo;
    if (wasDrawn && workspace.current) change({ xml: await workspace.current.xml() }); // edits of the last instant
    if ((await draft.flush()) !== null) setPublishing(true);
  };
  return (
    <>
      <StudioFrame
        draft={draft}
        onTaken={reopen}
        isReading={tab === "process" && !isDrawing}
        bar={
          <StudioBar
            name={draft.draft?.name ?? processKey}
            basedOn={process.data?.version ?? draft.draft?.basedOnVersion ?? null}
            state={draft.state}
            savedAt={draft.savedAt}
            hasChanges={draft.revision > 0}
            tab={tab}
            view={view}
            isReadOnly={isPhone}
            history={historyOf(tab, isDrawing, forms.history, canvasHistory)}
            onBack={() => void draft.flush().finally(props.onBack)}
            onTab={onTab}
            onView={setView}
            onUndo={() => (tab === "form" ? forms.undo() : workspace.current?.undo())}
            onRedo={() => (tab === "form" ? forms.redo() : workspace.current?.redo())}
            onPublish={() => void publish()}
            onImport={(xml) => {
              change({ xml });
              reopen();
            }}
            onExport={(kind) => void exportDocument(kind, processKey, document.xml, workspace.current)}
          />
        }
      >
        <TabBody
          {...props}
          {...{ workspace, isDrawing, findings, openKey: `${opened}`, onHistory: setCanvasHistory }}
          {...deployedOf(process.data)}
          forms={forms}
        />
      </StudioFrame>
      {isPublishing && (
        <Publishing {...props} findings={findings} onClose={() => setPublishing(false)} onDone={() => void process.refetch()} />
      )}
    </>
  );
}

interface History {
  canUndo: boolean;
  canRedo: boolean;
}

const NOTHING_TO_UNDO: History = { canUndo: false, canRedo: false };

function historyOf(tab: StudioTab, isDrawing: boolean, forms: History, canvas: History): History {
  if (tab === "form") return forms;
  return isDrawing ? canvas : NOTHING_TO_UNDO;
}

/** What is in force, and whether one may change that. */
const deployedOf = (process: ProcessDetail | undefined): { versionId: string; mayDeploy: boolean } => ({
  versionId: process?.versionId ?? "",
  mayDeploy: process?.mayDeploy ?? false,
});

function useProcess(processKey: string) {
  return useQuery({
    queryKey: ["processes", processKey],
    queryFn: async ({ signal }) => (await readProcess({ path: { process_key: processKey }, signal, throwOnError: true })).data,
    retry: false,
  });
}

/** Fields of all forms of the process. */
function useFields(document: StudioProps["document"]): readonly FormField[] {
  return useMemo(() => Object.values(document.forms).flatMap(fieldsOfForm), [document.forms]);
}

type TabBodyProps = StudioProps & {
  workspace: RefObject<WorkspaceHandle | null>;
  isDrawing: boolean;
  findings: Findings;
  openKey: string;
  versionId: string;
  mayDeploy: boolean;
  onHistory: (history: History) => void;
  forms: ReturnType<typeof useFormEdits>;
};

function TabBody({ draft, document, tab, processKey, onTab, Form, workspace, ...props }: TabBodyProps) {
  const language = useLanguage();
  const isPhone = useIsPhone();
  const fields = useFields(document);
  const { change } = draft;
  const onXml = useCallback((xml: string) => change({ xml }), [change]);
  const onOpenForm = useCallback(() => onTab("form"), [onTab]);
  if (tab === "versions") return <VersionsTab processKey={processKey} Model={props.Model} mayDeploy={props.mayDeploy} />;
  if (tab === "form") {
    return (
      <FormTab
        {...{ processKey, language, Form, isReadOnly: isPhone, xml: document.xml, forms: document.forms, versionId: props.versionId }}
        Builder={props.Builder}
        onEdit={props.forms.edit}
        onUndo={props.forms.undo}
        onRedo={props.forms.redo}
      />
    );
  }
  if (!props.isDrawing) return <StepList xml={document.xml} language={language} fields={fields} />;
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <BpmnWorkspace
        ref={workspace}
        {...{ language, fields, onOpenForm, xml: document.xml, onChange: onXml }}
        openKey={props.openKey}
        findings={props.findings}
        onHistory={props.onHistory}
      />
    </Suspense>
  );
}

function Publishing(props: StudioProps & { findings: Findings; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation("designer");
  const tell = useTell();
  const language = useLanguage();
  const fields = useFields(props.document);
  const { processKey, document, draft } = props;
  return (
    <PublishDialog
      {...{ processKey, document, language, fields, revision: draft.revision, findings: props.findings, onClose: props.onClose }}
      onPublished={({ version }) => {
        props.onClose();
        tell({ text: t("publish.done", { version }) });
        void draft.takeTheirs();
        props.onDone();
      }}
    />
  );
}

/** Edits on the form tab, of forms and of who sees which field, with their own way back. */
function useFormEdits(draft: DraftHandle, document: NonNullable<DraftHandle["document"]>) {
  const [history, setHistory] = useState(NO_HISTORY);
  const { change } = draft;
  const apply = (step: ReturnType<typeof undoOnce>) => {
    if (!step) return;
    setHistory(step.history);
    change(step.document as DraftDocument);
  };
  const edit = (part: Partial<DraftDocument>) => {
    setHistory(remember(history, document));
    change(part);
  };
  return {
    history: { canUndo: history.past.length > 0, canRedo: history.future.length > 0 },
    edit,
    undo: () => apply(undoOnce(history, document)),
    redo: () => apply(redoOnce(history, document)),
  };
}

async function exportDocument(kind: "bpmn" | "svg" | "png", name: string, xml: string, workspace: WorkspaceHandle | null): Promise<void> {
  if (kind === "bpmn") {
    download((await workspace?.xml()) ?? xml, `${name}.bpmn`, "application/xml");
    return;
  }
  if (!workspace) return;
  const styles = getComputedStyle(document.querySelector(".djs-container") ?? document.documentElement);
  const svg = withColours(await workspace.svg(), styles);
  if (kind === "svg") download(svg, `${name}.svg`, "image/svg+xml");
  else download(await pngOf(svg, styles.getPropertyValue("--surface").trim() || "#fff"), `${name}.png`, "image/png");
}
