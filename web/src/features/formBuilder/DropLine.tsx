import { useTranslation } from "react-i18next";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import type { Place } from "./structure";

/** Where it would land, and what would land there. */
export function DropLine({ where }: { where: Place["where"] }) {
  const { t } = useTranslation("formBuilder");
  const { dragged } = useBuilderScene();
  if (!dragged) return null;
  return (
    <div className={styles.dropLine} data-where={where} role="status">
      <span className={styles.dropWords}>{t("canvas.dropHere", { what: dragged.label })}</span>
    </div>
  );
}
