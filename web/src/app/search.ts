import { type FindSearch, ORDERS, STATES } from "@/features/find/model";
import type { LedgerSearch } from "@/features/ledgers/model";
import { type MailTab, TABS as MAIL_TABS } from "@/features/mail/tabs";
import { type OrganisationSearch, PARTS } from "@/features/organisation/model";
import type { WorkbenchSearch } from "@/features/workbench/model";

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function oneOf<Value extends string>(value: unknown, allowed: readonly Value[]): Value | undefined {
  return allowed.find((candidate) => candidate === value);
}

/** Filters of a list as they stand in the address; what is unknown there is ignored. */
export function workbenchSearch(raw: Record<string, unknown>): WorkbenchSearch {
  return {
    q: text(raw["q"]),
    segment: oneOf(raw["segment"], ["overdue", "today", "deputy"]),
    process: text(raw["process"]),
    exclude: text(raw["exclude"]),
    department: text(raw["department"]),
    sort: oneOf(raw["sort"], ["newest", "oldest"]),
    item: text(raw["item"]),
  };
}

/** Filters of the search over all requests. */
export const findSearch = (raw: Record<string, unknown>): FindSearch => ({
  q: text(raw["q"]),
  state: oneOf(raw["state"], STATES),
  process: text(raw["process"]),
  department: text(raw["department"]),
  initiator: text(raw["initiator"]),
  waitingFor: text(raw["waitingFor"]),
  from: text(raw["from"]),
  until: text(raw["until"]),
  min: text(raw["min"]),
  max: text(raw["max"]),
  order: oneOf(raw["order"], ORDERS),
});

export const mailSearch = (raw: Record<string, unknown>): { tab?: MailTab | undefined } => ({ tab: oneOf(raw["tab"], MAIL_TABS) });

export const connectionSearch = (raw: Record<string, unknown>): { key?: string | undefined } => ({ key: text(raw["key"]) });

export const textSearch = (raw: Record<string, unknown>): { q?: string | undefined } => ({ q: text(raw["q"]) });

/** The address carries plain text: `?item=7`, not JSON. What is not set is left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => text(pair[1]) !== undefined);
  const written = new URLSearchParams(pairs).toString();
  return written && `?${written}`;
}

const RUNNING = ["active", "suspended", "stuck", "ended"] as const;

/** Filters of the operators' list. */
export const operatedSearch = (
  raw: Record<string, unknown>,
): { q?: string | undefined; process?: string | undefined; version?: string | undefined; state?: (typeof RUNNING)[number] | undefined } => ({
  q: text(raw["q"]),
  process: text(raw["process"]),
  version: text(raw["version"]),
  state: oneOf(raw["state"], RUNNING),
});

/** Which instances are to migrate from which version; ids with commas between. */
export const migrateSearch = (
  raw: Record<string, unknown>,
): { process?: string | undefined; from?: string | undefined; ids?: string | undefined } => ({
  process: text(raw["process"]),
  from: text(raw["from"]),
  ids: text(raw["ids"]),
});

const BOXES = ["mine", "all", "draft"] as const;
const TABS = ["process", "form", "versions"] as const;

export const processSearch = (
  raw: Record<string, unknown>,
): { q?: string | undefined; box?: (typeof BOXES)[number] | undefined } => ({
  q: text(raw["q"]),
  box: oneOf(raw["box"], BOXES),
});

const RULE_TABS = ["table", "versions"] as const;

export const ruleSearch = (raw: Record<string, unknown>): { tab?: (typeof RULE_TABS)[number] | undefined } => ({
  tab: oneOf(raw["tab"], RULE_TABS),
});

export const studioSearch = (raw: Record<string, unknown>): { tab?: (typeof TABS)[number] | undefined } => ({
  tab: oneOf(raw["tab"], TABS),
});

export const organisationSearch = (raw: Record<string, unknown>): OrganisationSearch => ({
  part: oneOf(raw["part"], PARTS),
  department: text(raw["department"]),
  q: text(raw["q"]),
  person: text(raw["person"]),
});

export const personSearch = (raw: Record<string, unknown>): { person?: string | undefined } => ({ person: text(raw["person"]) });

export const roleSearch = (raw: Record<string, unknown>): { role?: string | undefined } => ({ role: text(raw["role"]) });

/** Filters of a ledger's rows, and the row that is open. */
export const ledgerSearch = (raw: Record<string, unknown>): LedgerSearch => ({
  q: text(raw["q"]),
  filters: text(raw["filters"]),
  by: text(raw["by"]),
  group: text(raw["group"]),
  row: text(raw["row"]),
});
