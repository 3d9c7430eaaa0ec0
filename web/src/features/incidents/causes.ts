import type { IncidentCause, IncidentRow } from "@/api/types.gen";

export interface Cause extends IncidentCause {
  /** When the oldest of them stopped. */
  since: string;
  rows: readonly IncidentRow[];
}

/** Incidents of one cause together: what one repair may set going again. Causes and rows keep the order given. */
export function byCause(incidents: readonly IncidentRow[]): Cause[] {
  const groups = new Map<string, IncidentRow[]>();
  for (const incident of incidents) groups.set(incident.cause.key, [...(groups.get(incident.cause.key) ?? []), incident]);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (!first) return [];
    return [{ ...first.cause, since: rows.reduce((oldest, { at }) => (at < oldest ? at : oldest), first.at), rows }];
  });
}

/** Whether number, title, step or reason contain what somebody looks for. */
export function matches(incident: IncidentRow, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  const { number, title, elementName, detail, processName } = incident;
  return text === "" || [number, title, elementName, detail, processName].some((one) => one.toLowerCase().includes(text));
}
