/**
 * The form schema: form-js 1.23's file format, with our additions under `dj`.
 *
 * Only what is read here is typed; everything else passes through untouched, so that a form edited elsewhere
 * comes back as it was.
 */

export type Language = "zh-CN" | "en-US";
export type Access = "edit" | "read" | "hidden";
export type AccessByField = Readonly<Record<string, Access>>;
export type FormValue = unknown;
export type FormValues = Readonly<Record<string, FormValue>>;

/** A text in both languages; the file's own `label` is the zh-CN one. */
export type Words = Partial<Record<Language, string>>;

export type FieldType =
  | "textfield"
  | "textarea"
  | "number"
  | "money"
  | "datetime"
  | "daterange"
  | "select"
  | "radio"
  | "checkbox"
  | "checklist"
  | "taglist"
  | "user"
  | "department"
  | "filepicker"
  | "picture"
  | "detail"
  | "dynamiclist"
  | "group"
  | "text"
  | "html"
  | "separator"
  | "spacer"
  | "signature"
  | "richtext"
  | "cascade"
  | "serial"
  | "expression";

export interface Option {
  value: string | number | boolean;
  label: string;
  dj?: { label?: Words };
  /** Choices below this one; only in a cascade. */
  children?: readonly Option[];
}

export interface Validation {
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  pattern?: string;
  patternErrorMessage?: string;
  validationType?: "email" | "phone" | "custom";
}

/** One figure under a detail table: the sum of a column. */
export interface Total {
  column: string;
  kind?: "sum" | "average" | "count" | "min" | "max";
  label?: Words;
  /** Show the figure in Chinese capitals as well. */
  capitals?: boolean;
}

export interface FieldExtras {
  label?: Words;
  description?: Words;
  placeholder?: Words;
  text?: Words;
  compute?: string;
  default?: string;
  required?: string;
  sensitive?: boolean;
  /** Requests are found by its value. */
  searchable?: boolean;
  values?: string;
  totals?: readonly Total[];
  access?: Access;
  /** ISO 4217; money only. */
  currency?: string;
  capitals?: boolean;
  /** Allow several people, departments or files. */
  multiple?: boolean;
  /** Days, hours ...: shown behind the number. */
  unit?: Words;
  minRows?: number;
  maxRows?: number;
  patternMessage?: Words;
}

export interface FormComponent {
  id?: string;
  key?: string;
  type: FieldType;
  label?: string;
  description?: string;
  text?: string;
  content?: string;
  subtype?: "date" | "time" | "datetime";
  dateLabel?: string;
  timeLabel?: string;
  disallowPassedDates?: boolean;
  timeInterval?: number;
  decimalDigits?: number;
  increment?: number;
  values?: readonly Option[];
  valuesKey?: string;
  defaultValue?: FormValue;
  readonly?: boolean;
  disabled?: boolean;
  validate?: Validation;
  conditional?: { hide?: string };
  components?: readonly FormComponent[];
  path?: string;
  layout?: { row?: string; columns?: number | null };
  appearance?: { prefixAdorner?: string; suffixAdorner?: string };
  accept?: string;
  multiple?: boolean;
  expression?: string;
  computeOn?: "change" | "presubmit";
  properties?: Readonly<Record<string, string>>;
  dj?: FieldExtras;
}

export interface FormRule {
  id: string;
  /** FEEL; true is fine, anything else shows the message. */
  check: string;
  /** Where the message stands; without it, above the form. */
  field?: string;
  /** The rule counts only while this FEEL is true. */
  when?: string;
  message: Words;
  severity?: "error" | "warning";
  /** Code of its problem; by default `forms.rule.broken`. */
  code?: string;
  /** Further values for the message, in FEEL. */
  params?: Readonly<Record<string, string>>;
}

export interface FormSchema {
  type: "default";
  id: string;
  schemaVersion?: number;
  components: readonly FormComponent[];
  dj?: { rules?: readonly FormRule[]; title?: Words };
}

/** Something wrong with a value; `path` is a JSON pointer into the values ("/items/0/qty"), "" for the form. */
export interface FormProblem {
  path: string;
  code: string;
  severity: "error" | "warning" | "hint";
  params: Readonly<Record<string, unknown>>;
  /** The sentence when the server or the form's author wrote it; else the code is looked up. */
  detail?: string;
  /** Rule that is broken, when it is one. */
  rule?: string;
}

/** What the server answers when the browser does not know. */
export interface Evaluation {
  computed: Readonly<Record<string, FormValue>>;
  problems: readonly FormProblem[];
  access?: AccessByField;
  /** JSON pointers of what its conditions hide. */
  hidden?: readonly string[];
  /** Keys of fields that must be filled in. */
  required?: readonly string[];
  /** Choices that only the server knows, by field. */
  options?: Readonly<Record<string, readonly Option[]>>;
}

export type Evaluate = (values: FormValues, signal: AbortSignal) => Promise<Evaluation>;

/** A stored file as the server describes it. */
export interface StoredFile {
  id: string;
  name: string;
  size: number;
  mediaType: string;
}

/** The value of a date range. */
export interface DateRange {
  start: string | null;
  end: string | null;
}
