/**
 * FEEL in the browser, with one promise: an answer given here is the answer the server would give.
 *
 * Whatever this side cannot know is not guessed but handed back as `ask`: names and functions that only the
 * server has, the present day (the server's clock decides), and comparisons of calculated fractions, because
 * the server calculates with 34 decimal digits and the browser with binary ones.
 */
import { evaluate, parseExpression } from "feelin";

export type FeelAnswer =
  | { kind: "value"; value: unknown }
  | { kind: "ask"; why: "name" | "clock" | "precision" }
  | { kind: "broken"; message: string; from: number; to: number };

/** Digits in which a binary number still is the decimal number it stands for. */
const EXACT_DIGITS = 15;

const CLOCK_NAMES = new Set(["today", "now"]);

/** Node names of the parser which calculate, and which compare or cut off what was calculated. */
const CALCULATING = new Set(["ArithmeticExpression"]);
const CALCULATING_FUNCTIONS = new Set(["sum", "mean", "product", "median", "stddev"]);
const DECIDING = new Set(["Comparison", "InExpression", "BetweenExpression", "SimplePositiveUnaryTest"]);
const DECIDING_FUNCTIONS = new Set([
  "floor",
  "ceiling",
  "round up",
  "round down",
  "round half up",
  "round half down",
  "decimal",
  "modulo",
  "odd",
  "even",
]);

interface Shape {
  names: ReadonlySet<string>;
  usesClock: boolean;
  calculates: boolean;
  decides: boolean;
  hasFraction: boolean;
}

const shapes = new Map<string, Shape>();

/** Evaluate an expression (with or without its leading `=`) over typed values. Never throws. */
export function evaluateFeel(expression: string, context: Readonly<Record<string, unknown>>): FeelAnswer {
  const source = bodyOf(expression);
  const shape = shapeOf(source);
  if (shape.usesClock) return { kind: "ask", why: "clock" };
  if (shape.calculates && shape.decides && (shape.hasFraction || hasFraction(shape.names, context))) {
    return { kind: "ask", why: "precision" };
  }
  try {
    const answer = evaluate(source, { ...context });
    if (answer.warnings.some((warning) => warning.type === "NO_VARIABLE_FOUND")) return { kind: "ask", why: "name" };
    return { kind: "value", value: plain(answer.value) };
  } catch (error) {
    return brokenBy(error);
  }
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

function shapeOf(source: string): Shape {
  const known = shapes.get(source);
  if (known) return known;
  const names = new Set<string>();
  const shape = { names, usesClock: false, calculates: false, decides: false, hasFraction: false };
  parseExpression(source, {}, undefined).iterate({
    enter(node) {
      const text = source.slice(node.from, node.to);
      if (node.name === "VariableName") {
        names.add(text);
        if (CLOCK_NAMES.has(text)) shape.usesClock = true;
      }
      if (CALCULATING.has(node.name) || CALCULATING_FUNCTIONS.has(text)) shape.calculates = true;
      if (DECIDING.has(node.name) || DECIDING_FUNCTIONS.has(text)) shape.decides = true;
      if (node.name === "NumericLiteral" && !isExact(Number(text))) shape.hasFraction = true;
    },
  });
  shapes.set(source, shape);
  return shape;
}

/** Halves, quarters and eighths are exact in binary; a tenth is not. */
function isExact(value: number): boolean {
  return Number.isInteger(value * 8) && Math.abs(value) < 2 ** 50;
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
