import { useEffect, useRef } from "react";

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, [contenteditable=true], dialog") !== null;

/** Ctrl Z and Shift Ctrl Z for the form, wherever the focus is; inside of a text they are the text's own. */
export function useUndoKeys(onUndo: () => void, onRedo: () => void): void {
  const latest = useRef({ onUndo, onRedo });
  useEffect(() => {
    latest.current = { onUndo, onRedo };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || isText(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) latest.current.onRedo();
      else latest.current.onUndo();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
