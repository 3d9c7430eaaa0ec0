import { useDraggable, useDroppable } from "@dnd-kit/core";
import { ArrowDown, ArrowUp, Copy, Eye, Trash2, TriangleAlert } from "lucide-react";
import type { PointerEvent } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { isTable, labelOf, rowsOf } from "@/lib/forms/schema";
import { IconButton } from "@/ui/act/IconButton";
import { Icon } from "@/ui/Icon";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { DropLine } from "./DropLine";
import { shownWhen } from "./edits";
import { isContainer, isDecoration, kindOf } from "./kinds";
import { Sketch } from "./Sketch";
import { MAX_IN_ROW } from "./structure";
import type { Carried } from "./useDragging";

/** Components in the rows in which people will see them. */
export function CanvasRows({ components, level }: { components: readonly FormComponent[]; level: number }) {
  return rowsOf(components).map((row) => (
    <div key={row.cells[0]?.component.id ?? row.id} className={styles.row}>
      {row.cells.map(({ component, columns }) => (
        <div key={component.id} style={{ gridColumn: `span ${columns}` }} className={styles.cell}>
          <CanvasItem component={component} level={level} isRowFull={row.cells.length >= MAX_IN_ROW} />
        </div>
      ))}
    </div>
  ));
}

interface ItemProps {
  component: FormComponent;
  level: number;
  isRowFull?: boolean;
  isColumn?: boolean;
}

/** What a component on the sheet is at the moment: chosen, dragged, faulty. */
function useItem({ component }: ItemProps) {
  const { t } = useTranslation("formBuilder");
  const { builder, language, place, problems, dragged } = useBuilderScene();
  const id = component.id ?? "";
  const kind = kindOf(component);
  const label = nameOf(component, language) || t(`kind.${kind}`);
  const isSelected = builder.selected?.id === id;
  const isFirst = builder.selected === null && builder.schema.components[0]?.id === id;
  return {
    id,
    kind,
    label,
    name: t("canvas.item", { label, kind: t(`kind.${kind}`) }),
    isSelected,
    isReached: isSelected || isFirst,
    isAway: dragged?.id === id,
    isBusy: dragged !== null,
    where: place !== null && place.id === id && place.where !== "inside" ? place.where : null,
    fault: problems.find((problem) => problem.id === id && problem.severity === "error"),
    select: () => builder.select(id),
  };
}

/** How it is taken by the pointer, and dropped on. */
function useHold(carried: Carried, { isColumn = false, isRowFull = false }: ItemProps) {
  const { id } = carried;
  const { setNodeRef: setDrop } = useDroppable({ id: `on:${id ?? ""}`, data: { id, kind: "component", isColumn, isRowFull } });
  const { setNodeRef: setDrag, listeners } = useDraggable({ id: `item:${id ?? ""}`, data: carried });
  const setNode = (node: HTMLDivElement | null) => {
    setDrop(node);
    setDrag(node);
  };
  const hold = (event: PointerEvent) => {
    event.stopPropagation();
    (listeners?.["onPointerDown"] as ((event: PointerEvent) => void) | undefined)?.(event);
  };
  return [setNode, hold] as const;
}

/** One component on the sheet: to be chosen, dragged, moved, copied and taken out. */
export function CanvasItem(props: ItemProps) {
  const { component, level, isColumn = false } = props;
  const item = useItem(props);
  const [setNode, hold] = useHold({ kind: item.kind, label: item.label, id: item.id }, props);
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree has the keys, focus chooses
    <div
      ref={setNode}
      role="treeitem"
      aria-selected={item.isSelected}
      aria-level={level}
      aria-label={item.name}
      tabIndex={item.isReached ? 0 : -1}
      className={styles.item}
      data-item={item.id}
      data-column={isColumn || undefined}
      data-away={item.isAway || undefined}
      data-faulty={item.fault !== undefined || undefined}
      onPointerDown={hold}
      onClick={(event) => {
        event.stopPropagation();
        item.select();
      }}
      onFocus={(event) => {
        if (event.target === event.currentTarget && !item.isSelected) item.select();
      }}
    >
      <ItemHead component={component} label={item.label} isColumn={isColumn} />
      <Body component={component} level={level} />
      {item.fault && <Fault detail={item.fault.detail} />}
      {item.isSelected && !item.isBusy && <ItemTools id={item.id} label={item.label} />}
      {item.where && <DropLine where={item.where} />}
    </div>
  );
}

function Fault({ detail }: { detail: string }) {
  return (
    <p className={styles.fault}>
      <Icon of={TriangleAlert} size={14} /> {detail}
    </p>
  );
}

function nameOf(component: FormComponent, language: "zh-CN" | "en-US"): string {
  if (isDecoration(component)) return (component.text ?? "").slice(0, 40);
  return labelOf(component, language);
}

function ItemHead({ component, label, isColumn }: { component: FormComponent; label: string; isColumn: boolean }) {
  const condition = shownWhen(component);
  if (isDecoration(component) || component.type === "checkbox") {
    return condition && !isColumn ? <Condition text={condition} /> : null;
  }
  return (
    <div className={styles.itemLabel}>
      <span className="truncate">{label}</span>
      {component.validate?.required && (
        <span className={styles.mark} aria-hidden>
          *
        </span>
      )}
      {condition && <Condition text={condition} />}
    </div>
  );
}

function Condition({ text }: { text: string }) {
  const { t } = useTranslation("formBuilder");
  return (
    <span className={styles.condition} title={text}>
      <Icon of={Eye} size={14} /> {t("canvas.shownWhen", { condition: text.replace(/^=/, "") })}
    </span>
  );
}

function Body({ component, level }: { component: FormComponent; level: number }) {
  const { t } = useTranslation("formBuilder");
  const { place } = useBuilderScene();
  const id = component.id ?? "";
  const { setNodeRef } = useDroppable({ id: `inside:${id}`, data: { id, kind: "inside" }, disabled: !isContainer(component) });
  if (!isContainer(component)) return <Sketch component={component} />;
  const inner = component.components ?? [];
  return (
    <div ref={setNodeRef} role="group" className={isTable(component) ? styles.columns : styles.groupBody}>
      {isTable(component) ? (
        inner.map((column) => <CanvasItem key={column.id} component={column} level={level + 1} isColumn />)
      ) : (
        <CanvasRows components={inner} level={level + 1} />
      )}
      {inner.length === 0 && <p className={styles.quiet}>{t("canvas.emptyInside")}</p>}
      {place?.where === "inside" && place.id === id && <DropLine where={isTable(component) ? "right" : "after"} />}
    </div>
  );
}

function ItemTools({ id, label }: { id: string; label: string }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- presses of its buttons stay in it
    <div className={styles.itemTools} onPointerDown={(event) => event.stopPropagation()} onClick={(event) => event.stopPropagation()}>
      <IconButton size="sm" iconSize={14} icon={ArrowUp} label={t("canvas.up", { label })} onPress={() => builder.step(id, -1)} />
      <IconButton size="sm" iconSize={14} icon={ArrowDown} label={t("canvas.down", { label })} onPress={() => builder.step(id, 1)} />
      <IconButton size="sm" iconSize={14} icon={Copy} label={t("canvas.copy", { label })} onPress={() => builder.copy(id)} />
      <IconButton size="sm" iconSize={14} icon={Trash2} label={t("canvas.remove", { label })} onPress={() => builder.remove(id)} />
    </div>
  );
}
