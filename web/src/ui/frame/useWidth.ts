import { useSyncExternalStore } from "react";

/** How much room there is: phone < 768, narrow < 1024, rail < 1280, desk < 1440, wide. */
export type Width = "phone" | "narrow" | "rail" | "desk" | "wide";

const STEPS: readonly [Width, number][] = [
  ["phone", 768],
  ["narrow", 1024],
  ["rail", 1280],
  ["desk", 1440],
];

const width = (): Width => STEPS.find(([, limit]) => window.innerWidth < limit)?.[0] ?? "wide";

function subscribe(changed: () => void): () => void {
  window.addEventListener("resize", changed);
  return () => window.removeEventListener("resize", changed);
}

export const useWidth = (): Width => useSyncExternalStore(subscribe, width);

const TALL_PX = 800;

/** Whether a diagram has room above the form. */
export const useIsTall = (): boolean => useSyncExternalStore(subscribe, () => window.innerHeight >= TALL_PX);

/** Whether list and detail are two pages. */
export function useIsNarrow(): boolean {
  const current = useWidth();
  return current === "phone" || current === "narrow";
}

export const useIsPhone = (): boolean => useWidth() === "phone";
