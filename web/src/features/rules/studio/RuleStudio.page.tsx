/** The studio of one decision model, full screen: tables and relations, what they would decide, their versions. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { useTitle } from "@/lib/useTitle";
import { useTell } from "@/ui/act/Toasts";
import { StudioFrame } from "@/ui/frame/Studio";
import { useIsPhone } from "@/ui/frame/useWidth";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";

import { type RuleDraftHandle, useRuleDraft } from "../api/useRuleDraft";
import { useRefreshRules } from "../api/useRules";
import { DeployDialog } from "./DeployDialog";
import { RuleBar, type RuleTab } from "./RuleBar";
import { SheetImport } from "./SheetImport";
import { TableReading } from "./TableReading";
import { TrialDialog } from "./TrialDialog";
import { useStudio } from "./useStudio";
import { VersionsTab } from "./VersionsTab";

const TableTab = lazy(() => import("./TableTab").then((module) => ({ default: module.TableTab })));

export interface RuleStudioPageProps {
  ruleKey: string;
  tab: RuleTab;
  onTab: (tab: RuleTab) => void;
  onBack: () => void;
  onOpenRequest: (instanceId: string) => void;
}

export function RuleStudioPage(props: RuleStudioPageProps) {
  const { t } = useTranslation("rules");
  const draft = useRuleDraft(props.ruleKey);
  useTitle(draft.draft?.name);
  if (draft.problem?.status === 403) return <NoPermission title={t("studio.forbidden")} text={t("studio.forbiddenText")} />;
  if (draft.problem && draft.xml === undefined) {
    return <ErrorState title={draft.problem.message || t("studio.failed")} code={draft.problem.code} onRetry={() => void draft.takeTheirs()} />;
  }
  if (draft.xml === undefined) return <DetailSkeleton />;
  return <Studio {...props} draft={draft} xml={draft.xml} />;
}

type Asked = "deploy" | "deployTomorrow" | "trial" | "sheet" | null;

function Studio(props: RuleStudioPageProps & { draft: RuleDraftHandle; xml: string }) {
  const { ruleKey, draft, xml, tab } = props;
  const isPhone = useIsPhone();
  const studio = useStudio(ruleKey, draft, xml);
  const [asked, setAsked] = useState<Asked>(null);
  const { detail } = studio;
  const ask = (what: Asked) => void studio.settle().then((isSaved) => isSaved && setAsked(what));
  return (
    <>
      <StudioFrame
        draft={draft}
        onTaken={studio.reopen}
        isReading={isPhone}
        bar={
          <RuleBar
            name={studio.model?.name || (draft.draft?.name ?? ruleKey)}
            {...{ detail, tab, state: draft.state, hasDraft: draft.revision > 0 || draft.state !== "saved", isReadOnly: isPhone }}
            canUseSheet={studio.table !== null}
            history={tab === "table" ? studio.history : NOTHING}
            onBack={() => void draft.flush().finally(props.onBack)}
            onTab={props.onTab}
            onUndo={() => studio.workspace.current?.undo()}
            onRedo={() => studio.workspace.current?.redo()}
            onTry={() => ask("trial")}
            onDeploy={() => ask("deploy")}
            onExportSheet={() => void studio.settle().then(() => studio.download("sheet"))}
            onImportSheet={() => ask("sheet")}
            onExport={() => studio.download("dmn")}
            onDiscard={() => void studio.discard()}
          />
        }
      >
        <Body {...props} isPhone={isPhone} studio={studio} />
      </StudioFrame>
      <Dialogs {...props} {...{ studio, asked, setAsked }} />
    </>
  );
}

const NOTHING = { canUndo: false, canRedo: false };

interface BodyProps extends RuleStudioPageProps {
  xml: string;
  isPhone: boolean;
  studio: ReturnType<typeof useStudio>;
}

function Body({ ruleKey, tab, xml, isPhone, studio }: BodyProps) {
  if (tab === "versions" && studio.detail) return <VersionsTab detail={studio.detail} isReadOnly={isPhone} />;
  if (tab === "versions") return <DetailSkeleton />;
  if (isPhone || studio.lost !== null) return <TableReading model={studio.model} hits={studio.hits} lost={studio.lost} />;
  return (
    <Suspense fallback={<DetailSkeleton />}>
      <TableTab {...{ ruleKey, xml, studio }} />
    </Suspense>
  );
}

interface DialogsProps extends RuleStudioPageProps {
  draft: RuleDraftHandle;
  xml: string;
  studio: ReturnType<typeof useStudio>;
  asked: Asked;
  setAsked: (asked: Asked) => void;
}

function Dialogs({ ruleKey, draft, xml, studio, asked, setAsked, onOpenRequest }: DialogsProps) {
  const { t } = useTranslation("rules");
  const tell = useTell();
  const refresh = useRefreshRules(ruleKey);
  const close = () => setAsked(null);
  if (asked === "trial") return <TrialDialog {...{ ruleKey, xml, onOpenRequest }} onClose={close} onDeploy={() => setAsked("deployTomorrow")} />;
  if (asked === "sheet" && studio.table) {
    const take = (next: string) => {
      close();
      studio.replace(next);
      tell({ text: t("sheet.taken"), action: { label: t("sheet.back"), onPress: () => studio.replace(xml) } });
    };
    return <SheetImport ruleKey={ruleKey} decision={studio.table.id} onClose={close} onTake={take} />;
  }
  if (asked !== "deploy" && asked !== "deployTomorrow") return null;
  return (
    <DeployDialog
      {...{ ruleKey, detail: studio.detail, changes: studio.changes, revision: draft.revision, cases: studio.results }}
      errorCount={studio.report.errorCount}
      isFromTomorrow={asked === "deployTomorrow"}
      onClose={close}
      onDeployed={({ version }, effectiveOn) => {
        close();
        tell({ text: effectiveOn ? t("deploy.planned_done", { version, day: effectiveOn }) : t("deploy.done", { version }) });
        void draft.takeTheirs().then(refresh);
      }}
    />
  );
}

