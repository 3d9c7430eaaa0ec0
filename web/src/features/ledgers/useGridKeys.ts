import { type KeyboardEvent, useState } from "react";

export interface Place {
  line: number;
  column: number;
}

interface Options {
  lines: number;
  columns: number;
  /** Lines that fit into the view. */
  page: number;
  onEdit: (place: Place) => void;
  onOpen: (place: Place) => void;
  onCopy: (place: Place) => void;
  onPaste: (place: Place, text: string) => void;
  onMove: (place: Place) => void;
}

const MOVES: Record<string, (place: Place, options: Options) => Place> = {
  ArrowUp: ({ line, column }) => ({ line: line - 1, column }),
  ArrowDown: ({ line, column }) => ({ line: line + 1, column }),
  ArrowLeft: ({ line, column }) => ({ line, column: column - 1 }),
  ArrowRight: ({ line, column }) => ({ line, column: column + 1 }),
  PageUp: ({ line, column }, { page }) => ({ line: line - page, column }),
  PageDown: ({ line, column }, { page }) => ({ line: line + page, column }),
  Home: ({ line }) => ({ line, column: 0 }),
  End: ({ line }, { columns }) => ({ line, column: columns - 1 }),
};

const bounded = (place: Place, { lines, columns }: Options): Place => ({
  line: Math.max(0, Math.min(lines - 1, place.line)),
  column: Math.max(0, Math.min(columns - 1, place.column)),
});

const ACTS: Record<string, "onEdit" | "onOpen"> = { Enter: "onEdit", F2: "onEdit", " ": "onOpen" };

/** With Ctrl or ⌘ a move goes as far as it can. */
function toEdge(key: string, { line, column }: Place, { lines, columns }: Options): Place {
  switch (key) {
    case "ArrowLeft":
      return { line, column: 0 };
    case "ArrowRight":
      return { line, column: columns - 1 };
    case "Home":
    case "ArrowUp":
      return { line: 0, column };
    default:
      return { line: lines - 1, column };
  }
}

/** The keys of a spreadsheet: arrows move, Enter and F2 edit, Space opens the row, Ctrl or ⌘ with C and V copy and paste. */
export function useGridKeys(options: Options) {
  const [place, setPlace] = useState<Place>({ line: 0, column: 0 });
  const move = (to: Place) => {
    const next = bounded(to, options);
    setPlace(next);
    options.onMove(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const isCombined = event.metaKey || event.ctrlKey;
    const step = MOVES[event.key];
    const act = ACTS[event.key];
    if (step) {
      event.preventDefault();
      move(isCombined ? toEdge(event.key, place, options) : step(place, options));
    } else if (isCombined) {
      if (event.key.toLowerCase() === "c") options.onCopy(place);
    } else if (act) {
      event.preventDefault();
      options[act](place);
    }
  };
  const onPaste = (event: React.ClipboardEvent) => {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    options.onPaste(place, event.clipboardData.getData("text/plain").split(/[\t\r\n]/)[0]?.trim() ?? "");
  };
  return { place: bounded(place, options), move, onKeyDown, onPaste };
}
