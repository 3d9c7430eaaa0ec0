import { useDroppable } from "@dnd-kit/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { wordsIn } from "@/lib/forms/schema";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { CanvasRows } from "./CanvasItem";
import { DropLine } from "./DropLine";
import { useTreeKeys } from "./useTreeKeys";

/** The form as a sheet. One tree for the keyboard: arrows choose, Alt and arrows move, Delete takes out. */
export function Canvas() {
  const { t } = useTranslation("formBuilder");
  const { builder, language, place } = useBuilderScene();
  const { schema } = builder;
  const tree = useRef<HTMLDivElement>(null);
  const { setNodeRef } = useDroppable({ id: "inside:form", data: { id: null, kind: "inside" } });
  const onKeyDown = useTreeKeys(tree);
  const title = wordsIn(language, (schema as { title?: string }).title, schema.dj?.title);
  return (
    <div className={styles.desk}>
      <div ref={setNodeRef} className={styles.sheet}>
        <button type="button" className={styles.sheetTitle} onClick={() => builder.select(null)}>
          {title || t("form.noTitle")}
        </button>
        {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus */}
        <div ref={tree} role="tree" aria-label={t("canvas.tree")} className={styles.rows} onKeyDown={onKeyDown}>
          <CanvasRows components={schema.components} level={1} />
        </div>
        {schema.components.length === 0 && <p className={styles.emptySheet}>{t("canvas.empty")}</p>}
        {place?.where === "inside" && place.id === null && <DropLine where="after" />}
      </div>
    </div>
  );
}
