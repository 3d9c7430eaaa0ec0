import type { DateRange } from "@/ui/controls/DateInput";

const DAY_MS = 86_400_000;

/** The instants of whole days: from the first one's beginning to the last one's end. */
export function instants(days: DateRange | null): { fromAt: string; untilAt: string } | null {
  if (!days?.from || !days.until) return null;
  const from = new Date(`${days.from}T00:00:00`);
  const last = new Date(`${days.until}T00:00:00`);
  const until = new Date(last.getTime() + DAY_MS);
  until.setHours(0, 0, 0, 0);
  return { fromAt: from.toISOString(), untilAt: until.toISOString() };
}
