/**
 * The form builder: what there is on the left, the form in the middle, what is chosen on the right.
 *
 * Everything that can be dragged can also be done by buttons and keys.
 */
import { DndContext, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormBuilderProps } from "@/lib/forms/builderSlot";
import { Segmented } from "@/ui/list/Segmented";

import { AccessMatrix } from "./AccessMatrix";
import styles from "./builder.module.css";
import { BuilderContext, type BuilderScene } from "./builderScene";
import { Canvas } from "./Canvas";
import { innermost } from "./dropping";
import { Flying } from "./Flying";
import { ImportDialog } from "./ImportDialog";
import { Palette } from "./Palette";
import { Preview } from "./Preview";
import { Properties } from "./Properties";
import { useBuilder } from "./useBuilder";
import { useDragging } from "./useDragging";
import { useFormCheck } from "./useFormCheck";
import { useStartWords } from "./useStartWords";
import { useUndoKeys } from "./useUndoKeys";

type View = "edit" | "desk" | "phone";

export default function FormBuilder(props: FormBuilderProps) {
  const { t } = useTranslation("formBuilder");
  const { language, steps, onChange, onRename, onAccess } = props;
  const words = useStartWords();
  const builder = useBuilder({ schema: props.schema, words, onChange, onRename });
  const dragging = useDragging(builder);
  const problems = useFormCheck(builder.schema);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const [view, setView] = useState<View>("edit");
  const [opened, setOpened] = useState<"access" | "import" | null>(null);
  const scene: BuilderScene = {
    builder,
    language,
    steps,
    problems,
    place: dragging.place,
    dragged: dragging.dragged,
    onAccess,
    onMatrix: () => setOpened("access"),
    onImport: () => setOpened("import"),
  };
  useUndoKeys(props.onUndo, props.onRedo);
  return (
    <BuilderContext value={scene}>
      <DndContext sensors={sensors} collisionDetection={innermost} {...dragging.handlers}>
        <div className={styles.builder} data-view={view}>
          {view === "edit" && <Palette />}
          <section className={styles.middle} aria-label={t("canvas.label")}>
            <div className={styles.toolbar}>
              <div className={styles.head}>{props.head}</div>
              <Segmented
                label={t("view.label")}
                value={view}
                onChange={setView}
                segments={(["edit", "desk", "phone"] as const).map((key) => ({ key, label: t(`view.${key}`) }))}
              />
            </div>
            {view === "edit" ? <Canvas /> : <Preview Form={props.Form} width={view} />}
          </section>
          {view === "edit" && <Properties />}
        </div>
        <Flying carried={dragging.dragged} />
      </DndContext>
      {opened === "access" && <AccessMatrix onClose={() => setOpened(null)} />}
      {opened === "import" && <ImportDialog onClose={() => setOpened(null)} />}
    </BuilderContext>
  );
}
