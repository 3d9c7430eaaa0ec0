/**
 * State of a form being filled in: values, problems, what the server added.
 *
 * Nothing typed is lost: hidden fields keep their value until the form is sent, and an answer of the server
 * never overwrites what was typed after the question.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import type { AccessByField, Evaluate, Evaluation, FormProblem, FormSchema, FormValue, FormValues } from "@/lib/forms/model";
import { fieldsOf } from "@/lib/forms/schema";

import { mayEnter } from "./access";
import { assess, type Assessment } from "./assess";
import { fieldsBehind } from "./rules";
import { isEmpty } from "./typed";

/** Pause in typing after which the server is asked. */
const ASK_AFTER_MS = 250;

export interface FormController {
  schema: FormSchema;
  access: AccessByField;
  /** Entered and calculated values. */
  values: FormValues;
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  /** What to show now: problems of fields that were left, and the server's. */
  problems: readonly FormProblem[];
  /** Everything that keeps the form from being sent, shown or not. */
  openProblems: readonly FormProblem[];
  options: Evaluation["options"];
  isDirty: boolean;
  /** A calculated value is on its way from the server. */
  isAsking: boolean;
  /** The server could not be asked; calculated values may be old. */
  hasLostServer: boolean;
  onChange: (key: string, value: FormValue) => void;
  onLeave: (key: string) => void;
  /** Show every problem; the values to send when there is none, else null. */
  submit: () => FormValues | null;
  /** Take over problems of a refused request. */
  showProblems: (problems: readonly FormProblem[]) => void;
  reset: (values: FormValues) => void;
}

export interface FormControllerOptions {
  schema: FormSchema;
  initialValues: FormValues;
  access?: AccessByField;
  evaluate?: Evaluate;
}

const NO_ACCESS: AccessByField = {};

export function useFormController({
  schema,
  initialValues,
  access = NO_ACCESS,
  evaluate,
}: FormControllerOptions): FormController {
  const [entered, setEntered] = useState<FormValues>(() => withDefaults(schema, initialValues));
  const [base, setBase] = useState<FormValues>(entered);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [showsAll, setShowsAll] = useState(false);
  const [refusals, setRefusals] = useState<readonly FormProblem[]>([]);
  const server = useServerAnswers(schema, entered, access, evaluate);
  const result = useMemo(
    () => assess(schema, entered, server.known?.access ?? access, server.known),
    [schema, entered, access, server.known],
  );

  const onChange = useCallback((key: string, value: FormValue) => {
    setEntered((before) => ({ ...before, [key]: value }));
    setRefusals((before) => before.filter((problem) => fieldOfPath(problem.path) !== key));
  }, []);
  const onLeave = useCallback((key: string) => setLeft((before) => new Set([...before, key])), []);
  const reset = useCallback((values: FormValues) => {
    setEntered(values);
    setBase(values);
    setLeft(new Set());
    setShowsAll(false);
    setRefusals([]);
  }, []);

  const openProblems = useMemo(() => merge([...result.problems, ...refusals], server, result), [result, refusals, server]);
  const progress: Progress = { left, touched: touchedKeys(entered, base), refusals };
  const submit = useCallback((): FormValues | null => {
    setShowsAll(true);
    return openProblems.some((problem) => problem.severity === "error") ? null : valuesToSend(schema, access, result);
  }, [openProblems, schema, access, result]);

  return {
    schema,
    access: server.known?.access ?? access,
    values: result.values,
    hidden: result.hidden,
    required: result.required,
    problems: openProblems.filter((problem) => showsAll || isDue(problem, schema, progress)),
    openProblems,
    options: server.known?.options,
    isDirty: entered !== base,
    isAsking: server.isAsking,
    hasLostServer: server.hasLost,
    onChange,
    onLeave,
    submit,
    showProblems: setRefusals,
    reset,
  };
}

/**
 * When it is time to say what is wrong: a field's own problem once the field was left; a broken rule as soon as
 * something it depends on was changed, also when it stands at a calculated field that nobody can leave.
 */
function isDue(problem: FormProblem, schema: FormSchema, { left, touched, refusals }: Progress): boolean {
  if (refusals.includes(problem)) return true;
  const key = fieldOfPath(problem.path);
  if (left.has(key)) return true;
  const id = ruleOf(problem);
  const rule = schema.dj?.rules?.find((one) => one.id === id);
  return rule ? [...fieldsBehind(rule, schema)].some((name) => touched.has(name)) : key === "" && touched.size > 0;
}

/** How far somebody has come with the form. */
interface Progress {
  left: ReadonlySet<string>;
  /** Fields that are not what they were when the form was opened. */
  touched: ReadonlySet<string>;
  refusals: readonly FormProblem[];
}

function touchedKeys(entered: FormValues, base: FormValues): ReadonlySet<string> {
  return new Set(Object.keys(entered).filter((key) => !isSame(entered[key], base[key])));
}

/** First part of a JSON pointer: the field of the form that a problem belongs to. */
export function fieldOfPath(path: string): string {
  return (path.split("/")[1] ?? "").replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The rule that is broken; the server names it among the values of its problem. */
function ruleOf({ rule, params }: FormProblem): string | undefined {
  return rule ?? (typeof params["rule"] === "string" ? params["rule"] : undefined);
}

function identityOf(problem: FormProblem): string {
  return `${problem.path}|${ruleOf(problem) ?? problem.code}`;
}

/** The server's problems join ours; what both found is said once. */
function merge(local: readonly FormProblem[], server: ServerAnswers, result: Assessment): readonly FormProblem[] {
  const seen = new Set(local.map(identityOf));
  const more = (server.known?.problems ?? []).filter((problem) => {
    const isMissing = problem.code === "forms.field.required"; // known here without asking
    const isNew = !seen.has(identityOf(problem));
    return isNew && !isMissing && !result.hidden.has(fieldOfPath(problem.path)) && !server.changed.has(fieldOfPath(problem.path));
  });
  return [...local, ...more];
}

/** What leaves the browser: fields that may be entered here and are shown. The server knows the others. */
function valuesToSend(schema: FormSchema, access: AccessByField, result: Assessment): FormValues {
  const mine = fieldsOf(schema.components).filter((field) => mayEnter(field, access) && !result.hidden.has(field.key));
  return Object.fromEntries(mine.map((field) => [field.key, result.values[field.key] ?? null]));
}

function withDefaults(schema: FormSchema, values: FormValues): FormValues {
  const defaults = fieldsOf(schema.components)
    .filter((field) => field.defaultValue !== undefined && values[field.key] === undefined)
    .map((field): [string, FormValue] => [field.key, field.defaultValue]);
  return defaults.length > 0 ? { ...Object.fromEntries(defaults), ...values } : values;
}

interface ServerAnswers {
  known: Evaluation | null;
  /** Fields changed since the answer was asked for. */
  changed: ReadonlySet<string>;
  isAsking: boolean;
  hasLost: boolean;
}

/** Ask the server whenever the browser does not know; a newer question cancels the older, the last answer wins. */
function useServerAnswers(
  schema: FormSchema,
  entered: FormValues,
  access: AccessByField,
  evaluate: Evaluate | undefined,
): ServerAnswers {
  const [answer, setAnswer] = useState<{ for: FormValues; evaluation: Evaluation | null; hasLost: boolean } | null>(null);
  const hasServer = evaluate !== undefined;
  const needsServer = useMemo(
    () => hasServer && assess(schema, entered, access).asks.size > 0,
    [schema, entered, access, hasServer],
  );
  const evaluateRef = useRef(evaluate);
  useEffect(() => {
    evaluateRef.current = evaluate;
  }, [evaluate]);

  useEffect(() => {
    if (!needsServer) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      evaluateRef.current?.(entered, abort.signal).then(
        (evaluation) => {
          if (!abort.signal.aborted) setAnswer({ for: entered, evaluation, hasLost: false });
        },
        () => {
          if (abort.signal.aborted) return;
          setAnswer((before) => ({ for: entered, evaluation: before?.evaluation ?? null, hasLost: true }));
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [needsServer, entered]);

  return useMemo(() => {
    const changed = new Set(answer ? Object.keys(entered).filter((key) => entered[key] !== answer.for[key] && !isSame(entered[key], answer.for[key])) : []);
    return {
      known: needsServer ? (answer?.evaluation ?? null) : null,
      changed,
      isAsking: needsServer && answer?.for !== entered,
      hasLost: answer?.hasLost ?? false,
    };
  }, [answer, entered, needsServer]);
}

function isSame(left: FormValue, right: FormValue): boolean {
  return (isEmpty(left) && isEmpty(right)) || left === right;
}
