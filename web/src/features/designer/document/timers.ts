/** What a timer event says, read for people: a length of time, a moment, a repetition, a timetable. */
import type { ModdleElement } from "../bpmn/types";

export const TIMER_KINDS = ["duration", "date", "cycle", "cron"] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

const PROPERTIES = { duration: "timeDuration", date: "timeDate", cycle: "timeCycle" } as const;

export function readTimer(definition: ModdleElement): { kind: TimerKind; value: string } {
  for (const kind of ["duration", "date", "cycle"] as const) {
    const value = (definition[PROPERTIES[kind]] as ModdleElement | undefined)?.["body"];
    if (typeof value === "string") return { kind: kind === "cycle" && isCron(value) ? "cron" : kind, value };
  }
  return { kind: "duration", value: "" };
}

/** Five fields with a space between: minute, hour, day, month, day of the week. */
const isCron = (value: string): boolean => /^[\d*,/A-Za-z#?-]+(\s+[\d*,/A-Za-z#?-]+){4}$/.test(value.trim());

/** What a timer says when its kind has just been chosen. */
export function usualTimer(kind: TimerKind): string {
  return { duration: "PT24H", date: "=", cycle: "R/P1D", cron: "0 9 * * 1-5" }[kind];
}

/** A repetition: how often, each time after how long; null for times means without end. */
export interface Repeat {
  times: number | null;
  every: string;
}

/** `R3/PT4H` and `R/P1D`; null for what says more than that. */
export function readRepeat(value: string): Repeat | null {
  const match = /^R(\d*)\/(P[^/]+)$/.exec(value.trim());
  return match ? { times: match[1] ? Number(match[1]) : null, every: match[2] ?? "" } : null;
}

export function writeRepeat({ times, every }: Repeat): string {
  return `R${times ?? ""}/${every}`;
}
