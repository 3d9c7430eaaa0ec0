/** From the pointer to a place on the form: which part of which field it is over decides. */
import type { ClientRect, Collision, CollisionDetection } from "@dnd-kit/core";

import type { Place } from "./structure";

/** What lies on the canvas and takes drops: a component, the inside of a container, or the whole sheet (null). */
export interface DropTarget {
  id: string | null;
  kind: "component" | "inside";
  /** Columns of a table stand in one line. */
  isColumn?: boolean;
  /** How many share its row already. */
  isRowFull?: boolean;
}

/** The outer parts of a field to its left and right mean "beside it". */
const SIDE = 0.22;

export function placeOver(target: DropTarget, rect: ClientRect, pointer: { x: number; y: number }): Place {
  if (target.kind === "inside" || target.id === null) return { where: "inside", id: target.id };
  const across = (pointer.x - rect.left) / rect.width;
  const down = (pointer.y - rect.top) / rect.height;
  if (target.isColumn) return { where: across < 0.5 ? "left" : "right", id: target.id };
  if (!target.isRowFull && across < SIDE) return { where: "left", id: target.id };
  if (!target.isRowFull && across > 1 - SIDE) return { where: "right", id: target.id };
  return { where: down < 0.5 ? "before" : "after", id: target.id };
}

const contains = (rect: ClientRect, { x, y }: { x: number; y: number }): boolean =>
  x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;

/** The innermost target under the pointer, with the place it means; nothing outside of the sheet. */
export const innermost: CollisionDetection = ({ droppableContainers, droppableRects, pointerCoordinates }): Collision[] => {
  if (!pointerCoordinates) return [];
  const found = droppableContainers.flatMap((container) => {
    const rect = droppableRects.get(container.id);
    const target = container.data.current as DropTarget | undefined;
    if (!rect || !target || !contains(rect, pointerCoordinates)) return [];
    return [{ id: container.id, area: rect.width * rect.height, place: placeOver(target, rect, pointerCoordinates) }];
  });
  return found
    .sort((left, right) => left.area - right.area)
    .map(({ id, place }) => ({ id, data: { place } }));
};

export function placeOfCollisions(collisions: readonly Collision[] | null): Place | null {
  return (collisions?.[0]?.data?.["place"] as Place | undefined) ?? null;
}
