import type { LedgerColumn } from "@/api/types.gen";

export type Words = Partial<Record<"zh-CN" | "en-US", string>>;

/** A column as the file format has it. */
export interface ColumnDraft {
  key: string;
  type: LedgerColumn["type"];
  label: Words;
  required: boolean;
  default: string;
  compute: string;
  choices: { value: string; label: Words }[];
  decimals: number | null;
  currency: string;
  reference: string;
  prefix: string;
  sensitive: boolean;
  index: boolean | null;
  width: number | null;
  readers: string[];
  writers: string[];
}

export interface UniqueDraft {
  id: string;
  columns: string[];
  when: string;
  message: Words;
}

export interface ConstraintDraft {
  id: string;
  check: string;
  message: Words;
  column: string;
}

/** A ledger as the file format has it; what the designer does not show stays as it is. */
export interface Draft {
  key: string;
  name: Words;
  category: Words;
  columns: ColumnDraft[];
  primary: string[];
  unique: UniqueDraft[];
  constraints: ConstraintDraft[];
  title: string[];
  readers: string[];
  writers: string[];
  own: string;
  department: string;
  [other: string]: unknown;
}

export const TYPES = [
  "text", "number", "money", "date", "instant", "yes_no", "choice", "person", "department", "reference", "attachment", "serial",
] as const satisfies readonly LedgerColumn["type"][];

export const EMPTY: Draft = {
  key: "",
  name: {},
  category: {},
  columns: [],
  primary: [],
  unique: [],
  constraints: [],
  title: [],
  readers: [],
  writers: [],
  own: "",
  department: "",
};

export function freshColumn(draft: Draft): ColumnDraft {
  const taken = new Set(draft.columns.map(({ key }) => key));
  let number = draft.columns.length + 1;
  while (taken.has(`column_${number}`)) number += 1;
  return {
    key: `column_${number}`,
    type: "text",
    label: {},
    required: false,
    default: "",
    compute: "",
    choices: [],
    decimals: null,
    currency: "",
    reference: "",
    prefix: "",
    sensitive: false,
    index: null,
    width: null,
    readers: [],
    writers: [],
  };
}

/** A column that goes takes everything with it that names it. */
export function withoutColumn(draft: Draft, key: string): Draft {
  const others = (keys: readonly string[]) => keys.filter((one) => one !== key);
  return {
    ...draft,
    columns: draft.columns.filter((one) => one.key !== key),
    primary: others(draft.primary),
    title: others(draft.title),
    unique: draft.unique.map((rule) => ({ ...rule, columns: others(rule.columns) })).filter((rule) => rule.columns.length > 0),
    constraints: draft.constraints.map((rule) => (rule.column === key ? { ...rule, column: "" } : rule)),
    own: draft.own === key ? "" : draft.own,
    department: draft.department === key ? "" : draft.department,
  };
}

/** Another key for a column, wherever it is named. */
export function renamed(draft: Draft, from: string, to: string): Draft {
  const put = (keys: readonly string[]) => keys.map((one) => (one === from ? to : one));
  return {
    ...draft,
    columns: draft.columns.map((one) => (one.key === from ? { ...one, key: to } : one)),
    primary: put(draft.primary),
    title: put(draft.title),
    unique: draft.unique.map((rule) => ({ ...rule, columns: put(rule.columns) })),
    constraints: draft.constraints.map((rule) => (rule.column === from ? { ...rule, column: to } : rule)),
    own: draft.own === from ? to : draft.own,
    department: draft.department === from ? to : draft.department,
  };
}

export function moved(draft: Draft, key: string, by: number): Draft {
  const at = draft.columns.findIndex((one) => one.key === key);
  const column = draft.columns[at];
  if (!column) return draft;
  return { ...draft, columns: draft.columns.toSpliced(at, 1).toSpliced(at + by, 0, column) };
}

const ALONE = "alone_";

/** Whether no two rows may share the column's value. */
export const isAlone = (draft: Draft, key: string): boolean => draft.unique.some((rule) => rule.columns.length === 1 && rule.columns[0] === key && rule.when === "");

export function withAlone(draft: Draft, key: string, isOn: boolean): Draft {
  const others = draft.unique.filter((rule) => !(rule.columns.length === 1 && rule.columns[0] === key && rule.when === ""));
  return { ...draft, unique: isOn ? [...others, { id: `${ALONE}${key}`, columns: [key], when: "", message: {} }] : others };
}

/** The rule that is told at a column, if there is one. */
export const checkOf = (draft: Draft, key: string): ConstraintDraft | undefined => draft.constraints.find((rule) => rule.column === key);

export function withCheck(draft: Draft, key: string, patch: Partial<ConstraintDraft>): Draft {
  const old = checkOf(draft, key) ?? { id: `check_${key}`, check: "", message: {}, column: key };
  const next = { ...old, ...patch };
  const others = draft.constraints.filter((rule) => rule !== checkOf(draft, key));
  return { ...draft, constraints: next.check.trim() === "" ? others : [...others, next] };
}
