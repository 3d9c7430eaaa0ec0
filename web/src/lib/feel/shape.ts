/**
 * What can be told of an expression without evaluating it, and where the library is known to answer otherwise
 * than the server. `cases/*.feel` is the table that both sides are held to; what differs there is left to the server.
 */
import { parseExpression } from "feelin";

export interface Shape {
  names: ReadonlySet<string>;
  usesClock: boolean;
  calculates: boolean;
  decides: boolean;
  hasFraction: boolean;
  /** May run long: counts through a range, calls itself, matches a pattern. There is no budget here to stop it. */
  isUnbounded: boolean;
  /** Uses something that the library reads otherwise, whatever the values. */
  isDifferent: boolean;
  /** Sums or multiplies in ways that go wrong with dates, times and durations. */
  isNumeric: boolean;
  hasTemporal: boolean;
  /** Asks for an order of what is in lists: unknown cells make the answer unknown. */
  isQuantified: boolean;
  /** Operands that are compared, as literals or names. */
  comparisons: readonly (readonly [Operand, Operand])[];
}

export type Operand = { kind: string } | { path: string };

const CLOCK_NAMES = new Set(["today", "now"]);
/** Node names of the parser which calculate, and which compare or cut off what was calculated. */
const CALCULATING_FUNCTIONS = new Set(["sum", "mean", "product", "median", "stddev"]);
const DECIDING = new Set(["Comparison", "InExpression", "BetweenExpression", "SimplePositiveUnaryTest"]);
const DECIDING_FUNCTIONS = new Set(["floor", "ceiling", "round up", "round down", "round half up", "round half down", "decimal", "modulo", "odd", "even"]);
const NUMERIC_FUNCTIONS = new Set([...CALCULATING_FUNCTIONS, "min", "max"]);

/** What the library would run without end or without a limit of memory. */
const UNBOUNDED_FUNCTIONS = new Set(["matches", "replace", "split"]);

/** Built-ins that answer otherwise for some arguments. */
const DIFFERENT_FUNCTIONS = new Set([
  ...["overlaps", "overlaps before", "overlaps after", "finishes", "finished by", "during", "starts", "started by", "coincides"],
  ...["before", "after", "meets", "met by", "includes", "range", "is"],
  ...["sublist", "insert before", "substring", "number"],
  ...["round up", "round down", "round half up", "round half down"],
  ...["years and months duration", "date and time", "time", "duration", "date"],
]);

const OPERAND_KINDS: Readonly<Record<string, string>> = {
  NumericLiteral: "number",
  StringLiteral: "string",
  BooleanLiteral: "boolean",
};
const TRUTHS = new Set(["Comparison", "Conjunction", "Disjunction", "FunctionInvocation", "QuantifiedExpression", "ParenthesizedExpression", "InExpression"]);
const LISTS = new Set(["VariableName", "PathExpression", "FilterExpression", "List", "FunctionInvocation"]);

type Tree = ReturnType<typeof parseExpression>;
type TreeNode = Tree["topNode"];

const shapes = new Map<string, Shape>();

export function shapeOf(source: string): Shape {
  const known = shapes.get(source);
  if (known) return known;
  const names = new Set<string>();
  const comparisons: (readonly [Operand, Operand])[] = [];
  const found = new Set<string>();
  parseExpression(source, {}, undefined).iterate({
    enter({ node, name, from, to }) {
      const text = source.slice(from, to);
      found.add(name);
      if (name === "VariableName") {
        names.add(text);
        for (const [trait, words] of WORDS) if (words.has(text)) found.add(trait);
      }
      if (isDifferent(node, text)) found.add("different");
      const trait = TRAITS[name];
      if (trait?.[1](text)) found.add(trait[0]);
      if (name === "Comparison") comparisons.push(...operandsOf(node, source));
      if (name === "IfExpression") comparisons.push(...conditionOf(node, source));
    },
  });
  const has = (...traits: readonly string[]) => traits.some((trait) => found.has(trait));
  const shape: Shape = {
    names,
    comparisons,
    usesClock: has("clock"),
    calculates: has("ArithmeticExpression", "calculating"),
    decides: has(...DECIDING, "deciding"),
    hasFraction: has("fraction"),
    isUnbounded: has("FunctionDefinition", "unbounded"),
    isDifferent: has("different") || DIFFERENT_TEXT.test(source),
    isNumeric: has("numeric", "scaling"),
    hasTemporal: has("DateTimeLiteral"),
    isQuantified: has("quantified order"),
  };
  shapes.set(source, shape);
  return shape;
}

/** What the text of a node tells, by the parser's name. */
const TRAITS: Readonly<Record<string, readonly [string, (text: string) => boolean]>> = {
  IterationContext: ["unbounded", (text) => text.includes("..")],
  ArithmeticExpression: ["scaling", (text) => /[*/]/.test(text)],
  QuantifiedExpression: ["quantified order", (text) => /[<>]/.test(text)],
  NumericLiteral: ["fraction", (text) => !isExact(Number(text))],
};

const WORDS: readonly (readonly [string, ReadonlySet<string>])[] = [
  ["clock", CLOCK_NAMES],
  ["calculating", CALCULATING_FUNCTIONS],
  ["deciding", DECIDING_FUNCTIONS],
  ["numeric", NUMERIC_FUNCTIONS],
  ["unbounded", UNBOUNDED_FUNCTIONS],
  ["different", DIFFERENT_FUNCTIONS],
];

type Look = (node: TreeNode, text: string) => boolean;

/** Constructs that the library reads otherwise, by the parser's names. */
const DIFFERENT: Readonly<Record<string, Look>> = {
  NumericLiteral: (_, text) => /[eE]/.test(text),
  InstanceOfExpression: () => true,
  "?": () => true,
  VariableName: (_, text) => text === "?",
  SimplePositiveUnaryTest: isUnaryValue,
  PositiveUnaryTest: (node, text) => text === "null" || isUnaryValue(node),
  DateTimeLiteral: isOddMoment,
  ArithmeticExpression: (_, text) => /^-\s*@/.test(text) || (/[*/]/.test(text) && text.includes('@"')) || (text.includes('@"') && /@"[^"]*(PT|T[^"]*Z)/.test(text)),
  Context: hasTwice,
  IterationContext: ({ firstChild }) => !LISTS.has(firstChild?.name ?? ""),
  QuantifiedExpression: ({ lastChild }) => !TRUTHS.has(lastChild?.name ?? ""),
  FilterExpression: (node, text) => node.getChild("StringLiteral") !== null || text.startsWith("null"),
  FunctionInvocation: (_, text) => /^string\(\s*[\d.[(\]-]/.test(text) || (/^(min|max)\(/.test(text) ? text.includes('"') : /^count\((?!\[)[^()]*,/.test(text)),
};

/** Texts that the parser reads as something else. */
const DIFFERENT_TEXT = /years\s+and\s+months|\bin\s*\(\s*null/;

function isDifferent(node: TreeNode, text: string): boolean {
  return DIFFERENT[node.name]?.(node, text) ?? false;
}

/** A test such as (< 10) that stands as a value of its own. */
function isUnaryValue({ parent }: TreeNode): boolean {
  return parent?.name !== "PositiveUnaryTests" && parent?.name !== "PositiveUnaryTest" && parent?.name !== "Comparison";
}

/** Moments made by functions, far years, and times and durations that are compared. */
function isOddMoment(node: TreeNode, text: string): boolean {
  if (!text.startsWith("@")) return !/^(date\("\d{4}-\d\d-\d\d"\)|duration\("P\d+[DMY]"\))$/.test(text);
  if (/^@"(-?\d{5,}|-\d)/.test(text)) return true;
  const isCompared = node.parent?.name === "Comparison" || node.parent?.name === "SimplePositiveUnaryTest";
  return isCompared && /^@"(-?P|\d\d:)/.test(text);
}

function hasTwice(context: TreeNode, text: string): boolean {
  const keys = context.getChildren("ContextEntry").map((entry) => {
    const key = entry.getChild("Key");
    return key ? text.slice(key.from - context.from, key.to - context.from).replaceAll('"', "") : "";
  });
  return new Set(keys).size < keys.length;
}

function operandsOf(comparison: TreeNode, source: string): readonly (readonly [Operand, Operand])[] {
  const [left, right] = [comparison.firstChild, comparison.lastChild];
  const values = [left, right?.name === "SimplePositiveUnaryTest" ? right.lastChild : right].map((node) => (node ? operandOf(node, source) : null));
  const tests = comparison.getChild("PositiveUnaryTests")?.getChildren("PositiveUnaryTest") ?? [];
  const several = tests.map((test) => (test.lastChild ? operandOf(innermost(test), source) : null));
  const [first, second] = values;
  return [second, ...several].flatMap((one) => (first && one ? [[first, one] as const] : []));
}

function innermost(node: TreeNode): TreeNode {
  let at = node;
  while (at.lastChild && !(at.name in OPERAND_KINDS) && at.name !== "VariableName") at = at.lastChild;
  return at;
}

/** The condition of an `if` is compared with a truth value, in effect. */
function conditionOf(node: TreeNode, source: string): readonly (readonly [Operand, Operand])[] {
  const condition = node.firstChild?.nextSibling;
  const operand = condition ? operandOf(condition, source) : null;
  return operand ? [[operand, { kind: "boolean" }]] : [];
}

function operandOf(node: TreeNode, source: string): Operand | null {
  const kind = OPERAND_KINDS[node.name];
  if (kind) return { kind };
  const isPath = node.name === "VariableName" || node.name === "PathExpression";
  return isPath ? { path: source.slice(node.from, node.to) } : null;
}

/** Halves, quarters and eighths are exact in binary; a tenth is not. */
export function isExact(value: number): boolean {
  return Number.isInteger(value * 8) && Math.abs(value) < 2 ** 50;
}
