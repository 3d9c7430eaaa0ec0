/** What a user task says about people, typed, with the defaults that count when it says nothing. */
import type { ModdleElement } from "../bpmn/types";
import { type Plain, readAll, readOne } from "./extensions";

export const SOURCES = [
  "departmentHead",
  "headChain",
  "role",
  "user",
  "group",
  "position",
  "initiator",
  "picked",
  "field",
  "expression",
  "decision",
] as const;
export const MODES = ["any", "all", "sequence", "vote"] as const;
export const EMPTY_POLICIES = ["admin", "up", "assign", "approve", "reject", "fail"] as const;
export const INITIATOR_POLICIES = ["head", "forbid", "skip", "self"] as const;
export const REPEAT_POLICIES = ["never", "adjacent", "once"] as const;
export const REJECT_POLICIES = ["one", "all", "count"] as const;
export const DEADLINE_ACTIONS = ["escalate", "remind", "deputy", "approve", "reject", "go"] as const;
export const COME_BACKS = ["rerun", "resume", "changed"] as const;
export const EXTRA_ACTIONS = ["transfer", "delegate", "addBefore", "addAfter", "addBeside"] as const;
export const REASON_CATEGORIES = ["DOC", "AMT", "RULE", "DUP", "NEED", "OTHER"] as const;
export const COMMENTS = ["optional", "onReject", "required"] as const;
export const SIGNATURES = ["none", "typed", "drawn"] as const;

export type Source = (typeof SOURCES)[number];

export interface Assignee {
  source: Source;
  value: string;
  of: string;
  levels: number | null;
  /** Where a department has no head: the next one up, or as if nobody is found. */
  vacant: "" | "up" | "empty";
  claim: boolean;
}

export interface Deadline {
  kind: "due" | "action";
  duration: string;
  clock: string;
  action: (typeof DEADLINE_ACTIONS)[number] | "";
  to: string;
}

export interface Reminder {
  before: string;
  every: string;
  clock: string;
}

export interface StepSettings {
  kind: "start" | "approval" | "work";
  mode: (typeof MODES)[number];
  ratio: string;
  votes: number | null;
  abstain: boolean;
  quorum: string;
  of: "entitled" | "cast";
  veto: string;
  weights: string;
  rejectPolicy: (typeof REJECT_POLICIES)[number];
  onReject: "end" | "flow";
  empty: (typeof EMPTY_POLICIES)[number];
  emptyTo: string;
  ofInitiator: (typeof INITIATOR_POLICIES)[number];
  repeated: (typeof REPEAT_POLICIES)[number];
  distinct: number | null;
  mustAct: boolean;
  secondFactor: boolean;
  signature: (typeof SIGNATURES)[number];
  comment: (typeof COMMENTS)[number];
  returnTo: readonly string[];
  comeBack: readonly (typeof COME_BACKS)[number][];
  actions: readonly string[];
  reasonCategories: readonly string[];
  distribution: "" | "load" | "roundRobin";
  skill: string;
  assignees: readonly Assignee[];
  deadlines: readonly Deadline[];
  reminders: readonly Reminder[];
  apart: readonly { step: string; field: string }[];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number | null => (typeof value === "number" ? value : null);
const list = (value: unknown): readonly Plain[] => (Array.isArray(value) ? (value as Plain[]) : []);

/** Words in an attribute: `initiator previous` or `initiator,previous`. */
export const wordsOf = (value: unknown): readonly string[] => text(value).split(/[\s,]+/).filter(Boolean);

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown, usual: Choice): Choice {
  return choices.find((choice) => choice === value) ?? usual;
}

/** The settings of a user task. */
export function readStep(element: ModdleElement): StepSettings {
  const step = readOne(element, "dj:Step") ?? {};
  return { ...peopleOf(step), ...policiesOf(step), ...returnsOf(step), ...clocksOf(step) };
}

function peopleOf(step: Plain) {
  return {
    kind: oneOf(["approval", "start", "work"] as const, step["kind"], "approval"),
    mode: oneOf(MODES, step["mode"], "any"),
    ratio: text(step["ratio"]),
    votes: number(step["votes"]),
    abstain: step["abstain"] === true,
    quorum: text(step["quorum"]),
    distribution: oneOf(["", "load", "roundRobin"] as const, step["distribution"], ""),
    skill: text(step["skill"]),
    of: oneOf(["entitled", "cast"] as const, step["of"], "entitled"),
    veto: text(step["veto"]),
    weights: text(step["weights"]),
    assignees: assigneesOf(step["assignees"]),
  };
}

/** Ways to find people, as they are written. */
export function assigneesOf(value: unknown): readonly Assignee[] {
  return list(value).map((one) => ({
    source: oneOf(SOURCES, one["source"], "expression"),
    value: text(one["value"]),
    of: text(one["of"]),
    levels: number(one["levels"]),
    vacant: oneOf(["", "up", "empty"] as const, one["vacant"], ""),
    claim: one["claim"] === true,
  }));
}

function policiesOf(step: Plain) {
  return {
    rejectPolicy: oneOf(REJECT_POLICIES, step["rejectPolicy"], "one"),
    empty: oneOf(EMPTY_POLICIES, step["empty"], "admin"),
    emptyTo: text(step["emptyTo"]),
    ofInitiator: oneOf(INITIATOR_POLICIES, step["ofInitiator"], "head"),
    repeated: oneOf(REPEAT_POLICIES, step["repeated"], "never"),
    distinct: number(step["distinct"]),
    mustAct: step["mustAct"] === true,
    secondFactor: step["secondFactor"] === true,
    apart: list(step["apart"]).map((one) => ({ step: text(one["step"]), field: text(one["field"]) })),
  };
}

/** Where a step may return to when it does not say: nowhere from a start or a vote, else to the initiator. */
function usualReturn(step: Plain): readonly string[] {
  return step["kind"] === "start" || step["mode"] === "vote" ? [] : ["initiator"];
}

function returnsOf(step: Plain) {
  const comeBack = wordsOf(step["comeBack"]);
  const returnTo = wordsOf(step["returnTo"]);
  const actions = wordsOf(step["actions"]);
  const categories = wordsOf(step["reasonCategories"]);
  return {
    onReject: oneOf(["end", "flow"] as const, step["onReject"], "end"),
    signature: oneOf(SIGNATURES, step["signature"], "none"),
    comment: oneOf(COMMENTS, step["comment"], "optional"),
    returnTo: returnTo.length > 0 ? returnTo.filter((word) => word !== "none") : usualReturn(step),
    comeBack: comeBack.length > 0 ? COME_BACKS.filter((one) => comeBack.includes(one)) : (["rerun"] as const),
    actions: actions.length > 0 ? actions.filter((word) => word !== "none") : EXTRA_ACTIONS,
    reasonCategories: categories.length > 0 ? categories : REASON_CATEGORIES,
  };
}

function clocksOf(step: Plain) {
  return {
    deadlines: list(step["deadlines"]).map(readDeadline),
    reminders: list(step["reminders"]).map((one) => ({
      before: text(one["before"]),
      every: text(one["every"]),
      clock: text(one["clock"]) || "clock",
    })),
  };
}

function readDeadline(one: Plain): Deadline {
  return {
    kind: oneOf(["due", "action"] as const, one["kind"], "due"),
    duration: text(one["duration"]),
    clock: text(one["clock"]) || "clock",
    action: oneOf(["", ...DEADLINE_ACTIONS] as const, one["action"], ""),
    to: text(one["to"]),
  };
}

/** When a step is due, and what happens by itself and when: by default at the same moment. */
export interface Clocks {
  due: { duration: string; clock: string } | null;
  act: { duration: string; clock: string; action: (typeof DEADLINE_ACTIONS)[number]; to: string } | null;
}

export function clocksIn(step: StepSettings): Clocks {
  const due = step.deadlines.find((one) => one.kind === "due") ?? null;
  const acting = step.deadlines.find((one) => one.kind === "action" && one.action !== "") ?? due;
  const act = acting?.action ? { ...acting, action: acting.action } : null;
  return { due: due ?? act, act };
}

/** Deadlines as they are written: one element while both are the same moment, else two. */
export function plainDeadlines({ due, act }: Clocks): readonly Plain[] {
  if (!due) return [];
  const { duration, clock } = due;
  if (!act) return [{ kind: "due", duration, clock }];
  const action = { action: act.action, to: act.to };
  if (isSameMoment(due, act)) return [{ kind: "due", duration, clock, ...action }];
  return [
    { kind: "due", duration, clock },
    { kind: "action", duration: act.duration, clock: act.clock, ...action },
  ];
}

export function isSameMoment(one: { duration: string; clock: string }, other: { duration: string; clock: string }): boolean {
  return one.duration === other.duration && one.clock === other.clock;
}

/** Access to form fields that the step states, by key. */
export function readAccess(element: ModdleElement): Readonly<Record<string, string>> {
  return Object.fromEntries(readAll(element, "dj:Field").map((field) => [text(field["key"]), text(field["access"])]));
}

/** A list of words as an attribute; what is usual is not written, an empty list is `none`. */
export function writeWords(words: readonly string[], usual: readonly string[]): string {
  const isUsual = words.length === usual.length && words.every((word) => usual.includes(word));
  if (isUsual) return "";
  return words.length > 0 ? words.join(" ") : "none";
}

/** An assignee as it is written: what says nothing is left out. */
export function plainAssignee(assignee: Assignee): Plain {
  const { source, value, of, levels, vacant, claim } = assignee;
  return { source, value, of, ...(levels !== null && { levels }), vacant, ...(claim && { claim }) };
}
