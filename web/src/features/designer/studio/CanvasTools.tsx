import { BoxSelect, Hand, Maximize, Minus, MousePointer2, Plus, Search, UnfoldHorizontal } from "lucide-react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";

import type { Modeler } from "../bpmn/types";
import styles from "./studio.module.css";
import { fitInto, useScale } from "./useModeler";

const STEP = 1.2;

/** Pointer, hand, selecting several, making room, finding. */
export function CanvasTools({ modeler }: { modeler: Modeler }) {
  const { t } = useTranslation("designer");
  const pressed = () => new MouseEvent("mousedown");
  return (
    <div className={styles.tools} role="toolbar" aria-label={t("tools.label")}>
      <IconButton icon={MousePointer2} label={t("tools.select")} onPress={() => modeler.get("toolManager").setActive(null)} />
      <IconButton icon={Hand} label={t("tools.hand")} onPress={() => modeler.get("handTool").activateHand(pressed())} />
      <IconButton icon={BoxSelect} label={t("tools.lasso")} onPress={() => modeler.get("lassoTool").activateSelection(pressed())} />
      <IconButton icon={UnfoldHorizontal} label={t("tools.space")} onPress={() => modeler.get("spaceTool").activateSelection(pressed())} />
      <IconButton icon={Search} label={t("tools.find")} onPress={() => modeler.get("searchPad").toggle()} />
    </div>
  );
}

/** How large it is shown. The small map stands above. */
export function ZoomCard({ modeler }: { modeler: Modeler }) {
  const { t } = useTranslation("designer");
  const scale = useScale(modeler);
  const canvas = modeler.get("canvas");
  return (
    <div className={styles.zoom} role="toolbar" aria-label={t("zoom.label")}>
      <IconButton icon={Minus} size="sm" label={t("zoom.out")} onPress={() => canvas.zoom(scale / STEP, "auto")} />
      <span className="tnum">{Math.round(scale * 100)}%</span>
      <IconButton icon={Plus} size="sm" label={t("zoom.in")} onPress={() => canvas.zoom(scale * STEP, "auto")} />
      <IconButton icon={Maximize} size="sm" label={t("zoom.fit")} shortcut="F" onPress={() => fitInto(modeler)} />
    </div>
  );
}
