import type { IncidentRow } from "@/api/types.gen";

/** What kind of trouble it is, told by the room that raised the code. */
export type Kind = "connection" | "data" | "people" | "other";

export interface Cause {
  code: string;
  kind: Kind;
  /** When the oldest of them stopped. */
  since: string;
  rows: readonly IncidentRow[];
}

const KINDS: Partial<Record<string, Kind>> = {
  connectors: "connection",
  feel: "data",
  dmn: "data",
  bpmn: "data",
  engine: "data",
  approvals: "people",
  identity: "people",
};

const kindOf = (code: string): Kind => KINDS[code.split(".")[0] ?? ""] ?? "other";

/** Incidents of one code together: what one repair may set going again. Causes and rows keep the order given. */
export function byCause(incidents: readonly IncidentRow[]): Cause[] {
  const groups = new Map<string, IncidentRow[]>();
  for (const incident of incidents) groups.set(incident.code, [...(groups.get(incident.code) ?? []), incident]);
  return [...groups].map(([code, rows]) => ({
    code,
    kind: kindOf(code),
    since: rows.reduce((oldest, { at }) => (at < oldest ? at : oldest), rows[0]?.at ?? ""),
    rows,
  }));
}
