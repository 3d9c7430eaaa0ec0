import { Ellipsis, FileDown, FileUp, ImageDown, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { clock } from "@/lib/dates/dates";
import type { SaveState } from "@/lib/drafts/useSavedDraft";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { modifierName } from "@/ui/act/Kbd";
import { Menu } from "@/ui/act/Menu";
import { StudioBar as Bar } from "@/ui/frame/Studio";
import { Segmented } from "@/ui/list/Segmented";
import { StatusMark } from "@/ui/text/StatusMark";

export const TABS = ["process", "form", "versions"] as const;
export type StudioTab = (typeof TABS)[number];
export type StudioView = "bpmn" | "list";

export interface StudioBarProps {
  name: string;
  basedOn: number | null;
  state: SaveState;
  savedAt: string | null;
  hasChanges: boolean;
  tab: StudioTab;
  view: StudioView;
  isReadOnly: boolean;
  history: { canUndo: boolean; canRedo: boolean };
  onBack: () => void;
  onTab: (tab: StudioTab) => void;
  onView: (view: StudioView) => void;
  onUndo: () => void;
  onRedo: () => void;
  onPublish: () => void;
  onImport: (xml: string) => void;
  onExport: (kind: "bpmn" | "svg" | "png") => void;
}

/** Who this is, whether it is saved, and everything that can be done with the whole. */
export function StudioBar(props: StudioBarProps) {
  const { t } = useTranslation("designer");
  return (
    <Bar
      name={props.name}
      mark={props.hasChanges && <StatusMark status="draft" words={t("bar.unpublished")} isPill />}
      fact={<DraftFact {...props} />}
      backLabel={t("bar.back")}
      onBack={props.onBack}
      tabs={{ label: t("bar.tabs"), value: props.tab, onChange: props.onTab, segments: TABS.map((key) => ({ key, label: t(`tab.${key}`) })) }}
    >
      {!props.isReadOnly && <Actions {...props} />}
    </Bar>
  );
}

function Actions(props: StudioBarProps) {
  const { t } = useTranslation("designer");
  const isDrawing = props.tab === "process" && props.view === "bpmn";
  return (
    <>
      {props.tab === "process" && (
        <Segmented
          label={t("bar.view")}
          value={props.view}
          onChange={props.onView}
          segments={(["bpmn", "list"] as const).map((key) => ({ key, label: t(`view.${key}`) }))}
        />
      )}
      <IconButton icon={Undo2} label={t("keys.undo")} shortcut={`${modifierName()}Z`} disabled={!props.history.canUndo} onPress={props.onUndo} />
      <IconButton icon={Redo2} label={t("keys.redo")} shortcut={`Shift ${modifierName()}Z`} disabled={!props.history.canRedo} onPress={props.onRedo} />
      <Menu
        items={[
          { key: "import", label: t("bar.import"), icon: FileUp, onPress: () => chooseFile(props.onImport) },
          { key: "bpmn", label: t("bar.exportBpmn"), icon: FileDown, onPress: () => props.onExport("bpmn") },
          "divider",
          { key: "svg", label: t("bar.exportSvg"), icon: ImageDown, isDisabled: !isDrawing, onPress: () => props.onExport("svg") },
          { key: "png", label: t("bar.exportPng"), icon: ImageDown, isDisabled: !isDrawing, onPress: () => props.onExport("png") },
        ]}
      >
        <span>
          <IconButton icon={Ellipsis} label={t("bar.more")} aria-haspopup="menu" />
        </span>
      </Menu>
      <Button kind="filled" onPress={props.onPublish} aria-haspopup="dialog">
        {t("bar.publish")}
      </Button>
    </>
  );
}

function DraftFact({ basedOn, state, savedAt, hasChanges }: StudioBarProps): ReactNode {
  const { t } = useTranslation("designer");
  if (basedOn && !hasChanges && state === "saved") return t("bar.inForce", { version: basedOn });
  const draft = basedOn ? t("bar.basedOn", { next: basedOn + 1, version: basedOn }) : t("bar.firstDraft");
  const saved = savedAt ? t("bar.savedAt", { time: clock(new Date(savedAt)) }) : "";
  const words = { saved, waiting: t("bar.waiting"), saving: t("bar.saving"), conflict: t("bar.conflict"), failed: t("bar.failed") }[state];
  return [draft, words].filter(Boolean).join(" · ");
}


const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Read a .bpmn file that somebody chooses. */
function chooseFile(onText: (text: string) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".bpmn,.xml,application/xml";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file && file.size <= MAX_FILE_BYTES) void file.text().then(onText);
  });
  input.click();
}
