import type { DragEndEvent, DragMoveEvent, DragStartEvent } from "@dnd-kit/core";
import { useState } from "react";

import { placeOfCollisions } from "./dropping";
import { type Kind, startOf } from "./kinds";
import { find, mayStand, type Place } from "./structure";
import type { Builder } from "./useBuilder";

/** What a drag carries: a new kind from the palette, or a component that is already there. */
export interface Carried {
  kind: Kind;
  label: string;
  id: string | null;
}

function samePlace(left: Place | null, right: Place | null): boolean {
  return left?.where === right?.where && left?.id === right?.id;
}

/** The drag that is under way: what is carried and where it would land. */
export function useDragging(builder: Builder) {
  const [dragged, setDragged] = useState<Carried | null>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const { schema } = builder;

  const landing = (event: DragMoveEvent | DragEndEvent, carried: Carried | null): Place | null => {
    const found = placeOfCollisions(event.collisions);
    if (!found || !carried) return null;
    const component = (carried.id !== null && find(schema, carried.id)) || { ...startOf(carried.kind), id: "" };
    return mayStand(schema, component, found) ? found : null;
  };
  const stop = () => {
    setDragged(null);
    setPlace(null);
  };
  return {
    dragged,
    place,
    handlers: {
      onDragStart: (event: DragStartEvent) => setDragged((event.active.data.current as Carried | undefined) ?? null),
      onDragMove: (event: DragMoveEvent) => {
        const next = landing(event, dragged);
        if (!samePlace(next, place)) setPlace(next);
      },
      onDragEnd: (event: DragEndEvent) => {
        const found = landing(event, dragged);
        if (found && dragged) {
          if (dragged.id !== null) builder.move(dragged.id, found);
          else builder.add(dragged.kind, found);
        }
        stop();
      },
      onDragCancel: stop,
    },
  };
}
