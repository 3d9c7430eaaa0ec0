/**
 * Cross-field rules: anything but true shows the rule's message.
 *
 * A rule counts where something it reads can still change. While one of its fields is missing or broken it is
 * not asked: people are told one thing at a time.
 */
import { namesIn } from "@/lib/feel/evaluate";
import type { FormProblem, FormRule, FormSchema } from "@/lib/forms/model";
import { fieldsOf } from "@/lib/forms/schema";

import { computeOf } from "./access";
import { type Draft, jsonOf, type Scope, solve } from "./draft";

export function findRuleProblems(scope: Scope, single: readonly FormProblem[], draft: Draft): readonly FormProblem[] {
  const doubtful = new Set(single.filter((one) => one.severity === "error").map((one) => one.path.split("/")[1] ?? ""));
  return (draft.schema.dj?.rules ?? [])
    .filter((rule) => counts(rule, scope, doubtful, draft) && isBroken(rule, scope, draft))
    .map((rule) => problemOf(rule, scope, draft));
}

function counts(rule: FormRule, scope: Scope, doubtful: ReadonlySet<string>, draft: Draft): boolean {
  const read = readBy(rule);
  if (![...read].some((name) => draft.live.has(name))) return false;
  if (rule.field && (scope.hidden.has(rule.field.replaceAll(".", "/")) || !isSeen(rule.field, draft.schema))) return false;
  return ![...withSources(read, draft.schema)].some((name) => doubtful.has(name));
}

/** Whether this step shows the field at all: what is hidden here is not in its schema. */
function isSeen(path: string, schema: FormSchema): boolean {
  const key = path.split(".")[0];
  return fieldsOf(schema.components).some((field) => field.key === key);
}

/** All fields that a rule depends on: those it reads, and what their calculated values come from. */
export function fieldsBehind(rule: FormRule, schema: FormSchema): ReadonlySet<string> {
  return withSources(readBy(rule), schema);
}

function readBy(rule: FormRule): ReadonlySet<string> {
  const names = new Set([...namesIn(rule.check), ...(rule.when ? namesIn(rule.when) : [])]);
  if (rule.field) names.add(rule.field.split(".")[0] ?? "");
  return names;
}

/** The fields that are read, and all that their calculated values come from. */
function withSources(read: ReadonlySet<string>, schema: FormSchema): ReadonlySet<string> {
  const fields = new Map(fieldsOf(schema.components).map((field) => [field.key, field]));
  const found = new Set<string>();
  const waiting = [...read];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const field = fields.get(name);
    if (!field || found.has(name)) continue;
    found.add(name);
    const expression = computeOf(field);
    if (expression) waiting.push(...namesIn(expression));
  }
  return found;
}

function isBroken(rule: FormRule, scope: Scope, draft: Draft): boolean {
  const place = `rule:${rule.id}`;
  if (rule.when && solve(rule.when, scope.context, draft, place) !== true) return false;
  const answer = solve(rule.check, scope.context, draft, place);
  return answer !== true && answer !== undefined; // undefined: the server will say
}

function problemOf(rule: FormRule, scope: Scope, draft: Draft): FormProblem {
  const own = Object.entries(rule.params ?? {}).map(([name, text]): [string, unknown] => [
    name,
    solve(text, scope.context, draft, `rule:${rule.id}`) ?? null,
  ]);
  const values = Object.entries(scope.context).map(([name, value]): [string, unknown] => [name, jsonOf(value)]);
  return {
    path: rule.field ? `/${rule.field.replaceAll(".", "/")}` : "",
    code: rule.code ?? "forms.rule.broken",
    severity: rule.severity ?? "error",
    params: Object.fromEntries([...values, ...own]),
    rule: rule.id,
  };
}
