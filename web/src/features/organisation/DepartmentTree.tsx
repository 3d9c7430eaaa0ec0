import { DndContext, type DragEndEvent, PointerSensor, useDraggable, useDroppable, useSensor, useSensors } from "@dnd-kit/core";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Unit } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import { below, type Branch, branches } from "./model";
import styles from "./Organisation.module.css";

/** Further than this a press becomes a drag. */
const DRAG_PX = 6;

interface Props {
  units: readonly Unit[];
  chosen: string;
  onChoose: (id: string) => void;
  /** A department was dropped on another one. */
  onMove: (unit: Unit, parent: Unit) => void;
}

/** The departments. Arrow keys walk and open, drag moves; the menu of a department does the same by button. */
export function DepartmentTree({ units, chosen, onChoose, onMove }: Props) {
  const { t } = useTranslation("organisation");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: DRAG_PX } }));
  const tree = useRef<HTMLDivElement>(null);
  const lines = branches(units, closed);
  const toggle = (id: string, isClosed: boolean) =>
    setClosed((before) => {
      const next = new Set(before);
      if (isClosed) next.add(id);
      else next.delete(id);
      return next;
    });

  /** Left closes, or goes to the one above; right opens. */
  const fold = (line: Branch, isLeft: boolean) => {
    if (isLeft && (!line.hasChildren || closed.has(line.unit.id))) {
      if (line.unit.parentId) onChoose(line.unit.parentId);
    } else if (line.hasChildren) toggle(line.unit.id, isLeft);
  };

  const walk = (event: KeyboardEvent) => {
    const at = lines.findIndex((line) => line.unit.id === chosen);
    const line = lines[at];
    if (!line) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined ? undefined : lines[at + step];
    if (next && step !== undefined) {
      onChoose(next.unit.id);
      tree.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[at + step]?.focus();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      fold(line, event.key === "ArrowLeft");
    } else return;
    event.preventDefault();
  };

  const drop = ({ active, over }: DragEndEvent) => {
    const unit = units.find((one) => one.id === active.id);
    const parent = units.find((one) => one.id === over?.id);
    if (!unit || !parent || parent.id === unit.parentId || below(units, unit.id).has(parent.id)) return;
    onMove(unit, parent);
  };

  return (
    <DndContext sensors={sensors} onDragEnd={drop}>
      <div ref={tree} className={styles["tree"]} role="tree" tabIndex={-1} aria-label={t("departments")} onKeyDown={walk}>
        {lines.map((line) => (
          <Line
            key={line.unit.id}
            line={line}
            isClosed={closed.has(line.unit.id)}
            isChosen={line.unit.id === chosen}
            onChoose={() => onChoose(line.unit.id)}
            onToggle={() => toggle(line.unit.id, !closed.has(line.unit.id))}
          />
        ))}
      </div>
    </DndContext>
  );
}

function Line(props: { line: Branch; isClosed: boolean; isChosen: boolean; onChoose: () => void; onToggle: () => void }) {
  const { unit, depth, hasChildren } = props.line;
  const drag = useDraggable({ id: unit.id });
  const drop = useDroppable({ id: unit.id });
  return (
    <div
      ref={(element) => {
        drag.setNodeRef(element);
        drop.setNodeRef(element);
      }}
      {...drag.listeners}
      className={cx(
        styles["branch"],
        props.isChosen && styles["chosen"],
        drop.isOver && !drag.isDragging && styles["over"],
        drag.isDragging && styles["dragged"],
      )}
      style={{ paddingLeft: 8 + depth * 16 }}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={props.isChosen}
      {...(hasChildren && { "aria-expanded": !props.isClosed })}
      tabIndex={props.isChosen ? 0 : -1}
      onClick={props.onChoose}
      onKeyDown={(event) => {
        if (event.key === "Enter") props.onChoose();
      }}
    >
      {hasChildren ? (
        <span
          className={styles["fold"]}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            props.onToggle();
          }}
        >
          <Icon of={props.isClosed ? ChevronRight : ChevronDown} size={14} />
        </span>
      ) : (
        <span className={styles["fold"]} />
      )}
      <span className="truncate" title={unit.name}>
        {unit.name}
      </span>
      <span className={cx(styles["number"], "tnum")}>{unit.totalCount}</span>
    </div>
  );
}
