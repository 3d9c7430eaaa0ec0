import type NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";

import styles from "./Diagram.module.css";
import { type CanvasLike, fit } from "./viewer";

/** Nearer, farther, all of it; nothing moves while the drawing is hidden. */
export function ZoomBar({ viewer, container }: { viewer: NavigatedViewer | null; container: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation("diagram");
  const zoom = (act: (canvas: CanvasLike) => void) => {
    if (viewer && container.current?.clientWidth) act(viewer.get<CanvasLike>("canvas"));
  };
  const by = (factor: number) => zoom((canvas) => canvas.zoom(canvas.zoom() * factor));
  return (
    <div className={styles["zoom"]}>
      <IconButton size="sm" icon={ZoomOut} label={t("zoomOut")} onPress={() => by(0.8)} />
      <IconButton size="sm" icon={ZoomIn} label={t("zoomIn")} onPress={() => by(1.25)} />
      <IconButton size="sm" icon={Maximize} label={t("fit")} onPress={() => zoom(fit)} />
    </div>
  );
}
