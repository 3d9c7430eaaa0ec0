import { CalendarClock, Ellipsis, FileDown, FileUp, History, Redo2, Trash2, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RuleDetail } from "@/api/types.gen";
import { day } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import type { SaveState } from "@/lib/drafts/useSavedDraft";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { modifierName } from "@/ui/act/Kbd";
import { Menu } from "@/ui/act/Menu";
import { StudioBar } from "@/ui/frame/Studio";
import { Icon } from "@/ui/Icon";

import styles from "../rules.module.css";

export const TABS = ["table", "versions"] as const;
export type RuleTab = (typeof TABS)[number];

export interface RuleBarProps {
  name: string;
  detail: RuleDetail | undefined;
  state: SaveState;
  hasDraft: boolean;
  tab: RuleTab;
  isReadOnly: boolean;
  canUseSheet: boolean;
  history: { canUndo: boolean; canRedo: boolean };
  onBack: () => void;
  onTab: (tab: RuleTab) => void;
  onUndo: () => void;
  onRedo: () => void;
  onTry: () => void;
  onDeploy: () => void;
  onExportSheet: () => void;
  onImportSheet: () => void;
  onExport: () => void;
  onDiscard: () => void;
}

/** Which rules these are, whether they are saved, and everything that can be done with the whole. */
export function RuleBar(props: RuleBarProps) {
  const { t } = useTranslation("rules");
  return (
    <StudioBar
      name={props.name}
      mark={<Planned detail={props.detail} />}
      fact={<Fact {...props} />}
      backLabel={t("bar.back")}
      onBack={props.onBack}
      tabs={{ label: t("bar.tabs"), value: props.tab, onChange: props.onTab, segments: TABS.map((key) => ({ key, label: t(`tab.${key}`) })) }}
    >
      {!props.isReadOnly && <Actions {...props} />}
    </StudioBar>
  );
}

function Planned({ detail }: { detail: RuleDetail | undefined }) {
  const { t } = useTranslation("rules");
  const words = useTranslation("ui").t;
  const now = useNow();
  const planned = detail?.versions.filter(({ state }) => state === "planned").at(-1);
  if (!planned?.effectiveFrom) return null;
  return (
    <span className={styles.plannedPill}>
      <Icon of={CalendarClock} size={14} /> {t("bar.planned", { version: planned.version, day: day(new Date(planned.effectiveFrom), now, words) })}
    </span>
  );
}

function Fact({ detail, state, hasDraft }: RuleBarProps) {
  const { t } = useTranslation("rules");
  const version = detail?.version ?? null;
  const current = version === null ? t("bar.none") : t("bar.current", { version });
  return <>{hasDraft ? `${current} · ${t("bar.draft")} · ${t(`save.${state}`)}` : current}</>;
}

function Actions(props: RuleBarProps) {
  const { t } = useTranslation("rules");
  return (
    <>
      <IconButton icon={Undo2} label={t("bar.undo")} shortcut={`${modifierName()}Z`} disabled={!props.history.canUndo} onPress={props.onUndo} />
      <IconButton icon={Redo2} label={t("bar.redo")} shortcut={`Shift ${modifierName()}Z`} disabled={!props.history.canRedo} onPress={props.onRedo} />
      <Menu
        items={[
          { key: "sheet", label: t("bar.exportSheet"), icon: FileDown, isDisabled: !props.canUseSheet, onPress: props.onExportSheet },
          { key: "read", label: t("bar.importSheet"), icon: FileUp, isDisabled: !props.canUseSheet, onPress: props.onImportSheet },
          "divider",
          { key: "dmn", label: t("bar.exportDmn"), icon: FileDown, onPress: props.onExport },
          { key: "discard", label: t("bar.discard"), icon: Trash2, isDisabled: !props.hasDraft, onPress: props.onDiscard },
        ]}
      >
        <span>
          <IconButton icon={Ellipsis} label={t("bar.more")} aria-haspopup="menu" />
        </span>
      </Menu>
      <Button icon={History} onPress={props.onTry} aria-haspopup="dialog">
        {t("bar.try")}
      </Button>
      <Button kind="filled" onPress={props.onDeploy} aria-haspopup="dialog">
        {t("bar.deploy")}
      </Button>
    </>
  );
}
