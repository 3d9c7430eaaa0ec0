/** The present settings in sentences: for the panel, the list of steps, and what a new version changes. */
import type { TFunction } from "i18next";

import type { ModdleElement } from "../bpmn/types";
import { readCondition } from "./conditions";
import { readAmount } from "./durations";
import { readAll, readOne } from "./extensions";
import { fieldLabel, type FormField } from "./fields";
import { eventDefinition, kindOf } from "./kinds";
import { type Assignee, clocksIn, isSameMoment, readAccess, readStep, type Source, type StepSettings } from "./step";
import { readRepeat, readTimer } from "./timers";

export const POSTING_ACTIONS = ["reserve", "confirm", "release", "insert", "update", "add", "set", "reverse"] as const;

export type Words = TFunction<"designer">;

export interface Naming {
  t: Words;
  language: string;
  fields: readonly FormField[];
  /** Name of a person (as the model writes them) or of a ledger (`ledger:KEY`); the text itself when nobody knows it. */
  nameOf: (text: string) => string;
}

type SayWho = (assignee: Assignee, naming: Naming, names: string) => string;

const sayGroup: SayWho = ({ source, claim }, { t }, name) => {
  const kind = source as "role" | "group" | "position";
  return t(claim ? `who.${kind}Claim` : `who.${kind}`, { name });
};

const WHO: Readonly<Record<Source, SayWho>> = {
  departmentHead: (assignee, naming) => {
    const of = ofWhom(assignee, naming);
    return assignee.levels ? naming.t("who.headUp", { of, count: assignee.levels }) : naming.t("who.head", { of });
  },
  headChain: (assignee, naming) => {
    const of = ofWhom(assignee, naming);
    return assignee.levels ? naming.t("who.chain", { of, count: assignee.levels }) : naming.t("who.chainToTop", { of });
  },
  role: sayGroup,
  group: sayGroup,
  position: sayGroup,
  user: (_assignee, _naming, names) => names,
  initiator: (_assignee, { t }) => t("who.initiatorSelf"),
  picked: (_assignee, { t }) => t("who.picked"),
  field: ({ value }, { t, fields, language }) => t("who.field", { name: labelOfField(value, fields, language) }),
  decision: ({ value }, { t }) => t("who.decision", { name: value }),
  expression: ({ value }, { t }) => t("who.expression", { feel: value }),
};

export function sayAssignee(assignee: Assignee, naming: Naming): string {
  const names = assignee.value.split(/\s+/).filter(Boolean).map(naming.nameOf).join(naming.t("separator"));
  return WHO[assignee.source](assignee, naming, names);
}

/** Whose department a head is asked of. */
function ofWhom({ of }: Assignee, { t, fields, language }: Naming): string {
  return of.startsWith("field:") ? labelOfField(of.slice(6), fields, language) : t("who.theInitiator");
}

export function labelOfField(key: string, fields: readonly FormField[], language: string): string {
  const field = fields.find((one) => one.key === key);
  return field ? fieldLabel(field, language) : key;
}

/** Who handles it and how several agree. */
export function sayPeople(step: StepSettings, naming: Naming): string {
  const { t } = naming;
  if (step.assignees.length === 0) return t("say.nobody");
  const who = step.assignees.map((one) => sayAssignee(one, naming)).join(t("separator"));
  if (step.kind === "start") return t("say.fills", { who });
  if (step.kind === "work") return t("say.works", { who });
  return isOneSeat(step) ? t("say.decides", { who }) : t(`say.mode.${step.mode}`, { who });
}

/** Whether the sources name a single seat, so that the mode says nothing. */
export function isOneSeat(step: StepSettings): boolean {
  const [only, ...others] = step.assignees;
  if (!only || others.length > 0) return step.assignees.length === 0;
  const isSingle = ["departmentHead", "initiator"].includes(only.source) || only.claim || step.distribution !== "";
  return isSingle || (only.source === "user" && !only.value.trim().includes(" "));
}

export function sayDuration(duration: string, clock: string, { t }: Naming): string {
  const amount = readAmount(duration, clock);
  return amount ? t(`duration.${amount.unit}`, { count: amount.count }) : duration;
}

export function sayDeadline(step: StepSettings, naming: Naming): string {
  const { t } = naming;
  const { due, act } = clocksIn(step);
  if (!due) return t("say.noDeadline");
  const time = sayDuration(due.duration, due.clock, naming);
  if (!act) return t("say.due", { time });
  if (isSameMoment(due, act)) return t(`say.then.${act.action}`, { time });
  const later = t(`say.then.${act.action}`, { time: sayDuration(act.duration, act.clock, naming) });
  return t("say.dueThen", { time, later: later.charAt(0).toLowerCase() + later.slice(1) });
}

export function sayReminders(step: StepSettings, naming: Naming): string {
  const { t } = naming;
  if (step.reminders.length === 0) return t("say.noReminders");
  return step.reminders
    .map(({ before, every, clock }) =>
      before
        ? t("say.remindBefore", { time: sayDuration(before, clock, naming) })
        : t("say.remindEvery", { time: sayDuration(every, clock, naming) }),
    )
    .map(withoutGaps)
    .join(t("separator"));
}

/** Between two Chinese characters there is no space, whatever was filled in. */
function withoutGaps(text: string): string {
  return text.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, "$1");
}

export function sayReturn(step: StepSettings, { t }: Naming): string {
  if (step.kind !== "approval") return "";
  const reject = t(`say.onReject.${step.onReject}`);
  if (step.returnTo.length === 0) return t("say.rejectOnly", { reject });
  const [first = ""] = step.returnTo;
  const known = first === "initiator" || first === "previous" || first === "any";
  const target = known ? t(`returnTo.${first}`) : step.returnTo.join(t("separator"));
  return t("say.rejectAndReturn", { reject, target });
}

/** Which fields are filled in here, which are not shown. */
export function sayFields(element: ModdleElement, { t, fields, language }: Naming): string {
  const access = readAccess(element);
  const list = (wanted: string) =>
    Object.keys(access)
      .filter((key) => access[key] === wanted)
      .map((key) => labelOfField(key, fields, language))
      .join(t("separator"));
  const [open, hidden] = [list("edit"), list("hidden")];
  return [open && t("say.fillsFields", { fields: open }), hidden && t("say.hidesFields", { fields: hidden })]
    .filter(Boolean)
    .join(t("stop"));
}

/** A condition as people say it: 天数 大于 3; FEEL where it says more. */
export function sayCondition(feel: string, { t, fields, language }: Naming): string {
  const simple = readCondition(feel);
  if (!simple) return feel.replace(/^=/, "").trim();
  return simple.clauses
    .map(({ field, comparison, value }) => {
      const option = fields.find((one) => one.key === field)?.options.find((one) => one.value === String(value));
      const shown = typeof value === "boolean" ? t(`say.flag.${value ? "yes" : "no"}`) : (option?.label ?? String(value));
      return t("say.clause", { field: labelOfField(field, fields, language), comparison: t(`compare.${comparison}`), value: shown });
    })
    .join(t(`say.join.${simple.join}`));
}

/** One thing that is said of an element, by what it is about. */
export interface Saying {
  about: string;
  text: string;
}

/** Everything that is set at an element, in the order of the panel. */
export function sayAll(element: ModdleElement, naming: Naming): readonly Saying[] {
  const sayings = element.$type === "bpmn:UserTask" ? saidOfStep(element, naming) : saidOfOther(element, naming);
  return [...sayings, ...saidOfResults(element, naming)].filter((saying) => saying.text !== "");
}

function saidOfStep(element: ModdleElement, naming: Naming): readonly Saying[] {
  const step = readStep(element);
  const { t } = naming;
  const policies = [
    t("say.policy", { when: t("empty.label"), what: t(`empty.${step.empty}`) }),
    t("say.policy", { when: t("ofInitiator.label"), what: t(`ofInitiator.${step.ofInitiator}`) }),
    t("say.policy", { when: t("repeated.label"), what: t(`repeated.${step.repeated}`) }),
  ];
  return [
    { about: "people", text: sayPeople(step, naming) },
    { about: "fields", text: sayFields(element, naming) },
    { about: "deadline", text: step.kind === "start" ? "" : sayDeadline(step, naming) },
    { about: "reminders", text: step.reminders.length > 0 ? sayReminders(step, naming) : "" },
    { about: "return", text: sayReturn(step, naming) },
    { about: "policies", text: step.kind === "start" ? "" : policies.join(t("stop")) },
  ];
}

function saidOfOther(element: ModdleElement, naming: Naming): readonly Saying[] {
  const { t } = naming;
  switch (kindOf(element)) {
    case "flow":
      return [{ about: "condition", text: conditionText(element, naming) }];
    case "system":
    case "notice":
      return [{ about: "job", text: sayJob(element, t) }];
    case "rule":
      return [{ about: "decision", text: t("say.decision", { name: textAt(element, "dj:Decision", "ref") }) }];
    case "script":
      return [{ about: "script", text: typeof element["script"] === "string" ? element["script"] : "" }];
    case "timer":
    case "boundaryTimer":
      return [{ about: "timer", text: sayTimer(element, naming) }];
    case "process":
      return [
        { about: "owner", text: textAt(element, "dj:Settings", "owner") },
        { about: "number", text: textAt(element, "dj:Settings", "numberPrefix") },
        { about: "title", text: textAt(element, "dj:Settings", "title") },
      ];
    default:
      return [];
  }
}

function conditionText(flow: ModdleElement, naming: Naming): string {
  const condition = flow["conditionExpression"] as ModdleElement | undefined;
  if (typeof condition?.["body"] === "string") return sayCondition(condition["body"], naming);
  const source = flow["sourceRef"] as ModdleElement | undefined;
  return source?.["default"] === flow ? naming.t("say.default") : "";
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const textAt = (element: ModdleElement, type: string, name: string): string => textOf(readOne(element, type)?.[name]);

function sayJob(element: ModdleElement, t: Words): string {
  const job = readOne(element, "dj:Job");
  if (!job) return "";
  const place = [job["method"], job["connection"], job["path"]].filter(Boolean).join(" ");
  return t("say.job", { type: typeof job["type"] === "string" ? job["type"] : "", place });
}

function sayTimer(element: ModdleElement, naming: Naming): string {
  const definition = eventDefinition(element);
  return definition ? sayTimerOf(definition, naming) : naming.t("say.noTimer");
}

export function sayTimerOf(definition: ModdleElement, naming: Naming): string {
  const { t } = naming;
  const { kind, value } = readTimer(definition);
  if (value === "" || value === "=") return t("say.noTimer");
  switch (kind) {
    case "duration": {
      const clock = definition.get("dj:clock");
      return t("say.timeDuration", { time: sayDuration(value, typeof clock === "string" ? clock : "", naming) });
    }
    case "date":
      return t("say.timeDate", { time: value.replace(/^=/, "") });
    case "cron":
      return t("say.timeCron", { cron: value });
    case "cycle":
      return sayCycle(value, naming);
  }
}

function sayCycle(value: string, naming: Naming): string {
  const repeat = readRepeat(value);
  if (!repeat) return naming.t("say.timeCycle", { time: value.replace(/^=/, "") });
  const time = sayDuration(repeat.every, "clock", naming);
  return repeat.times === null ? naming.t("say.timeEvery", { time }) : naming.t("say.timeTimes", { time, count: repeat.times });
}

function saidOfResults(element: ModdleElement, { t, nameOf }: Naming): readonly Saying[] {
  const postings = readAll(element, "dj:Posting").map((one) => {
    const action = POSTING_ACTIONS.find((known) => known === one["action"]);
    const amount = textOf(one["amount"]).replace(/^=/, "");
    return t("say.posting", { ledger: nameOf(`ledger:${textOf(one["ledger"])}`), action: action ? t(`posting.${action}`) : "", amount }).trim();
  });
  return [{ about: "postings", text: postings.join(t("separator")) }];
}
