import { Ellipsis } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Popover } from "@/ui/controls/Overlay";
import { Icon } from "@/ui/Icon";

import { createElement, type PaletteKind } from "../bpmn/elements";
import type { Modeler } from "../bpmn/types";
import { KINDS } from "../document/kinds";
import styles from "./studio.module.css";

const STEPS: readonly PaletteKind[] = ["approval", "work", "system", "rule", "notice", "subprocess"];
const WAYS: readonly PaletteKind[] = ["condition", "parallel", "timer"];
/** Everything else, by what it is. */
const MORE = {
  steps: ["script", "manual", "receive", "call"],
  subprocesses: ["transaction", "adHoc", "eventSubprocess"],
  ways: ["inclusive", "firstEvent", "complex"],
  events: ["start", "end", "terminate", "errorEnd", "message", "signal", "conditional", "event"],
  borders: ["boundaryTimer", "boundaryError"],
  other: ["data", "pool", "note"],
} as const satisfies Record<string, readonly PaletteKind[]>;

const MORE_GROUPS = Object.keys(MORE) as readonly (keyof typeof MORE)[];

/** What can be put on the canvas, in the words of the business: drag it there, or press to append. */
export function PaletteBar({ modeler }: { modeler: Modeler }) {
  const { t } = useTranslation("designer");
  const [isMoreOpen, setMoreOpen] = useState(false);
  return (
    <nav className={styles.palette} aria-label={t("palette.label")}>
      <div className={styles.paletteHead}>{t("palette.steps")}</div>
      {STEPS.map((kind) => (
        <Entry key={kind} kind={kind} modeler={modeler} />
      ))}
      <hr className={styles.paletteLine} />
      <div className={styles.paletteHead}>{t("palette.ways")}</div>
      {WAYS.map((kind) => (
        <Entry key={kind} kind={kind} modeler={modeler} />
      ))}
      <Popover
        trigger="click"
        placement="rightBottom"
        open={isMoreOpen}
        onOpenChange={setMoreOpen}
        content={
          <div className={styles.more}>
            {MORE_GROUPS.map((group) => (
              <section key={group} className={styles.moreGroup} aria-label={t(`palette.group.${group}`)}>
                <div className={styles.paletteHead}>{t(`palette.group.${group}`)}</div>
                {MORE[group].map((kind) => (
                  <Entry key={kind} kind={kind} modeler={modeler} onDone={() => setMoreOpen(false)} />
                ))}
              </section>
            ))}
          </div>
        }
      >
        <button type="button" className={styles.entry} aria-haspopup="dialog" aria-expanded={isMoreOpen}>
          <span className={styles.entryIcon}>
            <Icon of={Ellipsis} />
          </span>
          {t("palette.more")}
        </button>
      </Popover>
    </nav>
  );
}

/** Movement after which a press is meant as a drag. */
const DRAG_FROM_PX = 5;

function Entry({ kind, modeler, onDone }: { kind: PaletteKind; modeler: Modeler; onDone?: () => void }) {
  const { t } = useTranslation("designer");
  const make = () => createElement(modeler.get("elementFactory"), modeler.get("moddle"), kind, t(`palette.${kind}`));
  const onMouseDown = (down: MouseEvent<HTMLElement>) => {
    whenDragged(down, (move) => {
      modeler.get("create").start(move, make());
      onDone?.();
    });
  };
  return (
    <button
      type="button"
      className={styles.entry}
      title={t("palette.hint", { name: t(`palette.${kind}`) })}
      onMouseDown={onMouseDown}
      onClick={() => {
        place(modeler, make());
        onDone?.();
      }}
    >
      <span className={styles.entryIcon}>
        <Icon of={KINDS[kind]} />
      </span>
      {t(`palette.${kind}`)}
    </button>
  );
}

/** Acts once when the mouse moves away with its button down. Buttons cannot be dragged natively in every browser. */
function whenDragged(down: MouseEvent<HTMLElement>, act: (move: globalThis.MouseEvent) => void): void {
  const stop = new AbortController();
  const onMove = (move: globalThis.MouseEvent) => {
    if (Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) < DRAG_FROM_PX) return;
    stop.abort();
    act(move);
  };
  window.addEventListener("mousemove", onMove, { signal: stop.signal });
  window.addEventListener("mouseup", () => stop.abort(), { signal: stop.signal });
}

const WITHOUT_FLOW = new Set(["bpmn:TextAnnotation", "bpmn:StartEvent", "bpmn:Participant"]);

const hasFlow = (shape: ReturnType<typeof createElement>): boolean =>
  !WITHOUT_FLOW.has(shape.type) && shape.businessObject["triggeredByEvent"] !== true;

/** Behind the selected node; on it, when it is a border event; else into the middle of what is shown. */
function place(modeler: Modeler, shape: ReturnType<typeof createElement>): void {
  const [selected] = modeler.get("selection").get();
  const isNode = selected?.businessObject.$instanceOf?.("bpmn:FlowNode") ?? false;
  if (selected && isNode && shape.type === "bpmn:BoundaryEvent") {
    attach(modeler, selected, shape);
  } else if (selected && isNode && selected.type !== "bpmn:EndEvent" && hasFlow(shape)) {
    modeler.get("autoPlace").append(selected, shape);
  } else if (shape.type !== "bpmn:BoundaryEvent") {
    const { x, y, width, height } = modeler.get("canvas").viewbox();
    const root = modeler.get("canvas").getRootElement();
    const made = modeler.get("modeling").createShape(shape, { x: x + width / 2, y: y + height / 2 }, root);
    modeler.get("selection").select(made);
  }
}

function attach(modeler: Modeler, host: ReturnType<typeof createElement>, shape: ReturnType<typeof createElement>): void {
  if (!host.businessObject.$instanceOf?.("bpmn:Activity")) return;
  const { x = 0, y = 0, width = 0, height = 0 } = host;
  const made = modeler.get("modeling").createShape(shape, { x: x + width - 18, y: y + height }, host, { attach: true });
  modeler.get("selection").select(made);
}
