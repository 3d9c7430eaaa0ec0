/** Keys and paste inside a table: from which cell they come, and to which the cursor goes. */
import type { HTMLAttributes } from "react";

import { cellsOf } from "./tablePaste";

/** Enter goes down a row; several cells are pasted over several. */
export function cellHandlers(
  onNextRow: (place: Place) => void,
  onCells: (place: Place, cells: readonly (readonly string[])[]) => void,
): Pick<HTMLAttributes<HTMLElement>, "onKeyDown" | "onPaste"> {
  return {
    onKeyDown: (event) => {
      const place = placeOf(event.target);
      const isPlainEnter = event.key === "Enter" && !event.nativeEvent.isComposing;
      if (!isPlainEnter || !place || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      onNextRow(place);
    },
    onPaste: (event) => {
      const cells = cellsOf(event.clipboardData.getData("text/plain"));
      const place = placeOf(event.target);
      if (!cells || !place) return;
      event.preventDefault();
      onCells(place, cells);
    },
  };
}

export interface Place {
  row: number;
  column: number;
}

/** Row and column of the cell that an event happened in. */
function placeOf(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [row, column] = (cell?.dataset["place"] ?? "").split(":").map(Number);
  return cell && row !== undefined && column !== undefined ? { row, column } : null;
}

export function focusCell(tableId: string, row: number, column: number): void {
  const table = document.getElementById(tableId);
  table?.querySelector<HTMLElement>(`[data-place="${row}:${column}"] :is(input, textarea, [tabindex])`)?.focus();
}
