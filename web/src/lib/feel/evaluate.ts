/**
 * FEEL in the browser, with one promise: an answer given here is the answer the server would give.
 *
 * Whatever this side cannot know is not guessed but handed back as `ask`: names and functions that only the
 * server has, the present day (the server's clock decides), comparisons of calculated fractions (the server
 * calculates with 34 decimal digits and the browser with binary ones), whatever might run without end, and what
 * the library is known to read otherwise.
 */
import { evaluate } from "feelin";

import { isExact, type Operand, type Shape, shapeOf } from "./shape";

export type FeelAnswer =
  | { kind: "value"; value: unknown }
  | { kind: "ask"; why: "name" | "clock" | "precision" | "bounds" | "difference" }
  | { kind: "broken"; message: string; from: number; to: number };

/** Digits in which a binary number still is the decimal number it stands for. */
const EXACT_DIGITS = 15;

/** Evaluate an expression (with or without its leading `=`) over typed values. Never throws. */
export function evaluateFeel(expression: string, context: Readonly<Record<string, unknown>>): FeelAnswer {
  const source = bodyOf(expression);
  const shape = shapeOf(source);
  const why = reasonToAsk(shape, context);
  if (why) return { kind: "ask", why };
  try {
    const answer = evaluate(source, { ...context });
    if (answer.warnings.some((warning) => warning.type === "NO_VARIABLE_FOUND")) return { kind: "ask", why: "name" };
    if (typeof answer.value === "number" && !Number.isFinite(answer.value)) return { kind: "ask", why: "difference" };
    return { kind: "value", value: plain(answer.value) };
  } catch (error) {
    return isSyntaxError(error) ? brokenBy(error) : { kind: "ask", why: "difference" };
  }
}

function reasonToAsk(shape: Shape, context: Readonly<Record<string, unknown>>): "bounds" | "difference" | "clock" | "precision" | null {
  if (shape.isUnbounded) return "bounds";
  if (differs(shape, context)) return "difference";
  if (shape.usesClock) return "clock";
  return shape.calculates && shape.decides && (shape.hasFraction || hasFraction(shape.names, context)) ? "precision" : null;
}

/** Whether the library may answer otherwise than the server, for these values. */
function differs(shape: Shape, context: Readonly<Record<string, unknown>>): boolean {
  if (shape.isDifferent) return true;
  const values = [...shape.names].map((name) => context[name]);
  if (shape.isNumeric && (shape.hasTemporal || values.some(isTemporal))) return true;
  if (shape.names.has("string") && hasFraction(shape.names, context)) return true;
  if (shape.isQuantified && values.some(holdsUnknown)) return true;
  return shape.comparisons.some(([left, right]) => {
    const [one, other] = [kindOf(left, context), kindOf(right, context)];
    return one !== null && other !== null && one !== other;
  });
}

/** Dates, times and durations are objects of the library. */
function isTemporal(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTemporal);
  if (isPlainObject(value)) return Object.values(value).some(isTemporal);
  return typeof value === "object" && value !== null;
}

function holdsUnknown(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => one === null || holdsUnknown(one));
  return isPlainObject(value) && Object.values(value).some((one) => one === null || one === undefined);
}

/** What sort of value an operand is; null when that is unknown, or the value is. */
function kindOf(operand: Operand, context: Readonly<Record<string, unknown>>): string | null {
  if ("kind" in operand) return operand.kind;
  let value: unknown = context;
  for (const name of operand.path.split(".")) {
    value = isPlainObject(value) ? value[name.trim()] : null;
  }
  if (value === null || value === undefined) return null;
  return typeof value;
}

/** A text that is no expression has its place in the text; what fails while it runs has none. */
function isSyntaxError(error: unknown): boolean {
  return (error as { position?: unknown }).position !== undefined;
}

/** Names that an expression reads, without the functions and names it binds itself being told apart. */
export function namesIn(expression: string): ReadonlySet<string> {
  return shapeOf(bodyOf(expression)).names;
}

/** The place where an expression stops being FEEL, or null when it can be read. */
export function findSyntaxError(expression: string): { message: string; from: number; to: number } | null {
  try {
    evaluate(bodyOf(expression), {});
    return null;
  } catch (error) {
    const broken = brokenBy(error);
    return { message: broken.message, from: broken.from, to: broken.to };
  }
}

/** Whether a text is an expression: those start with `=`, everything else is the text itself. */
export function isExpression(text: unknown): text is string {
  return typeof text === "string" && text.startsWith("=");
}

function bodyOf(expression: string): string {
  return expression.startsWith("=") ? expression.slice(1) : expression;
}

function hasFraction(names: ReadonlySet<string>, context: Readonly<Record<string, unknown>>): boolean {
  return [...names].some((name) => containsFraction(context[name]));
}

function containsFraction(value: unknown): boolean {
  if (typeof value === "number") return !isExact(value);
  if (Array.isArray(value)) return value.some(containsFraction);
  if (isPlainObject(value)) return Object.values(value).some(containsFraction);
  return false;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Numbers lose their binary dust: 0.1 + 0.2 is 0.3, as it is on the server. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(EXACT_DIGITS));
  if (Array.isArray(value)) return value.map(plain);
  return value ?? null;
}

function brokenBy(error: unknown): { kind: "broken"; message: string; from: number; to: number } {
  const position = (error as { position?: { from: number; to: number } }).position;
  return {
    kind: "broken",
    message: error instanceof Error ? error.message : String(error),
    from: position?.from ?? 0,
    to: position?.to ?? 0,
  };
}
