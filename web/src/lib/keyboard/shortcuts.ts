import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  /** `a`, `shift+x`, `mod+k`, `g t`, `escape`, `mod+enter`. */
  keys: string;
  /** What it does, for the list of shortcuts. */
  label: string;
  group: "everywhere" | "list" | "task" | "canvas";
  run: () => void;
}

const REMEMBERED = "dujiang.shortcuts";
const SEQUENCE_MS = 1_200;

const layers: { current: readonly Shortcut[] }[] = [];
const listeners = new Set<() => void>();
let pending: { first: string; at: number } | null = null;

const changed = () => {
  for (const listener of listeners) listener();
};

/** Whether single keys work; combinations with Ctrl or ⌘ always do. */
export const areSingleKeysOn = (): boolean => localStorage.getItem(REMEMBERED) !== "off";

export function switchSingleKeys(isOn: boolean): void {
  localStorage.setItem(REMEMBERED, isOn ? "on" : "off");
  changed();
}

export function useSingleKeysOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areSingleKeysOn);
}

/** Everything that works at this moment, newest layer first. */
export const activeShortcuts = (): Shortcut[] => layers.toReversed().flatMap((layer) => layer.current);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) &&
  !(target instanceof HTMLInputElement && ["checkbox", "radio", "button"].includes(target.type));

function pressed(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const isLetter = /^[a-z]$/.test(key);
  return [
    event.metaKey || event.ctrlKey ? "mod" : "",
    event.altKey ? "alt" : "",
    event.shiftKey && (isLetter || key.length > 1) ? "shift" : "",
    key === " " ? "space" : key,
  ]
    .filter(Boolean)
    .join("+");
}

function find(keys: string): Shortcut | undefined {
  return activeShortcuts().find((shortcut) => shortcut.keys === keys);
}

/** Single keys rest while somebody types or a sheet is open; combinations with Ctrl or ⌘ never do. */
function isMeant(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.repeat) return false;
  if (event.metaKey || event.ctrlKey) return true;
  return !isTyping(event.target) && document.querySelector("dialog[open]") === null && areSingleKeysOn();
}

function withPending(keys: string): string | null {
  const isFresh = pending !== null && Date.now() - pending.at < SEQUENCE_MS;
  return pending && isFresh ? `${pending.first} ${keys}` : null;
}

function onKeyDown(event: KeyboardEvent): void {
  const keys = pressed(event);
  const sequence = withPending(keys);
  pending = null;
  if (!isMeant(event)) return;
  const shortcut = (sequence ? find(sequence) : undefined) ?? find(keys);
  if (shortcut) {
    event.preventDefault();
    shortcut.run();
  } else if (activeShortcuts().some((candidate) => candidate.keys.startsWith(`${keys} `))) {
    pending = { first: keys, at: Date.now() };
  }
}

/** Makes keys work while the component is shown. What was shown last wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const layer = useRef(shortcuts);
  useEffect(() => {
    layer.current = shortcuts;
  });
  useEffect(() => {
    if (layers.length === 0) document.addEventListener("keydown", onKeyDown);
    layers.push(layer);
    changed();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener("keydown", onKeyDown);
      changed();
    };
  }, []);
}
