/** One assessment at work: what it knows, and what it has to leave to the server. */
import type { FeelDate } from "feelin";

import { evaluateFeel } from "@/lib/feel/evaluate";
import type { AccessByField, Evaluation, FormSchema, FormValues } from "@/lib/forms/model";

export interface Draft {
  schema: FormSchema;
  access: AccessByField;
  known: Evaluation | null;
  /** Fields whose value can change here. */
  live: ReadonlySet<string>;
  /** Fields this reader may not see: their values are not here. */
  secret: ReadonlySet<string>;
  asks: Set<string>;
}

export interface Scope {
  values: FormValues;
  hidden: ReadonlySet<string>;
  /** Fields as typed values, by key. */
  context: Record<string, unknown>;
}

/** The value of an expression as JSON; undefined when only the server knows, which is noted at its place. */
export function solve(expression: string, context: Record<string, unknown>, draft: Draft, place: string): unknown {
  const answer = evaluateFeel(expression, context);
  if (answer.kind === "value") return jsonOf(answer.value);
  draft.asks.add(place); // what cannot be read here may be read there
  return undefined;
}

/** Dates and durations go back into the form as the texts they are written as. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.getPrototypeOf(value) === Object.prototype ? value : (value as FeelDate).toString();
}
