/** What can be put on a form: kinds of fields as people call them, each with what it begins as. */
import {
  AlignLeft,
  AtSign,
  Calculator,
  Calendar,
  CalendarClock,
  CalendarRange,
  CaseSensitive,
  ChevronDown,
  CircleDot,
  FileText,
  GitBranch,
  Hash,
  Heading,
  Image,
  JapaneseYen,
  ListChecks,
  ListTree,
  type LucideIcon,
  Minus,
  Network,
  Paperclip,
  PenLine,
  Rows3,
  SquareCheck,
  Table2,
  Tags,
  User,
} from "lucide-react";

import type { FormComponent } from "@/lib/forms/model";

export const KINDS = [
  "line",
  "lines",
  "number",
  "money",
  "date",
  "moment",
  "range",
  "radio",
  "checklist",
  "select",
  "tags",
  "flag",
  "file",
  "picture",
  "user",
  "department",
  "ledger",
  "cascade",
  "detail",
  "signature",
  "serial",
  "computed",
  "richtext",
  "group",
  "text",
  "separator",
] as const;
export type Kind = (typeof KINDS)[number];

export const PALETTE: readonly { group: "common" | "people" | "business" | "layout"; kinds: readonly Kind[] }[] = [
  {
    group: "common",
    kinds: ["line", "lines", "number", "money", "date", "range", "moment", "flag", "radio", "checklist", "select", "tags", "file", "picture"],
  },
  { group: "people", kinds: ["user", "department", "ledger", "cascade"] },
  { group: "business", kinds: ["detail", "computed", "signature", "serial", "richtext"] },
  { group: "layout", kinds: ["group", "text", "separator"] },
];

export const KIND_ICONS: Readonly<Record<Kind, LucideIcon>> = {
  line: CaseSensitive,
  lines: AlignLeft,
  number: Hash,
  money: JapaneseYen,
  date: Calendar,
  moment: CalendarClock,
  range: CalendarRange,
  radio: CircleDot,
  checklist: ListChecks,
  select: ChevronDown,
  tags: Tags,
  flag: SquareCheck,
  file: Paperclip,
  picture: Image,
  user: User,
  department: Network,
  ledger: Table2,
  cascade: ListTree,
  detail: Rows3,
  signature: PenLine,
  serial: GitBranch,
  computed: Calculator,
  richtext: FileText,
  group: Heading,
  text: AtSign,
  separator: Minus,
};

type Start = Omit<FormComponent, "id" | "key" | "label">;

/** What a new one begins as, without its name. `sample` is the word for a first choice or column. */
export function startOf(kind: Kind): Start {
  return { ...STARTS[kind] };
}

const STARTS: Readonly<Record<Kind, Start>> = {
  line: { type: "textfield" },
  lines: { type: "textarea" },
  number: { type: "number" },
  money: { type: "money", dj: { capitals: true } },
  date: { type: "datetime", subtype: "date" },
  moment: { type: "datetime", subtype: "datetime" },
  range: { type: "daterange" },
  radio: { type: "radio" },
  checklist: { type: "checklist" },
  select: { type: "select" },
  tags: { type: "taglist" },
  flag: { type: "checkbox" },
  file: { type: "filepicker", multiple: true },
  picture: { type: "picture", multiple: true },
  user: { type: "user" },
  department: { type: "department" },
  ledger: { type: "select", dj: { values: "=[]" } },
  cascade: { type: "cascade" },
  detail: { type: "detail" },
  signature: { type: "signature" },
  serial: { type: "serial" },
  computed: { type: "number", dj: { compute: "=0" } },
  richtext: { type: "richtext" },
  group: { type: "group" },
  text: { type: "text" },
  separator: { type: "separator" },
};

const BY_TYPE: Readonly<Partial<Record<FormComponent["type"], Kind>>> = {
  textfield: "line",
  textarea: "lines",
  number: "number",
  money: "money",
  datetime: "date",
  daterange: "range",
  radio: "radio",
  checklist: "checklist",
  select: "select",
  taglist: "tags",
  checkbox: "flag",
  filepicker: "file",
  picture: "picture",
  user: "user",
  department: "department",
  cascade: "cascade",
  detail: "detail",
  dynamiclist: "detail",
  signature: "signature",
  serial: "serial",
  expression: "computed",
  richtext: "richtext",
  group: "group",
  text: "text",
  html: "text",
  separator: "separator",
  spacer: "separator",
};

export function kindOf(component: FormComponent): Kind {
  if (component.type === "select" && component.dj?.values !== undefined) return "ledger";
  if (component.type === "datetime" && component.subtype === "datetime") return "moment";
  if (component.type === "number" && component.dj?.compute !== undefined) return "computed";
  return BY_TYPE[component.type] ?? "line";
}

const DECORATIONS: ReadonlySet<string> = new Set(["text", "html", "separator", "spacer"]);
const CONTAINERS: ReadonlySet<string> = new Set(["group", "detail", "dynamiclist"]);
const WITH_CHOICES: ReadonlySet<string> = new Set(["select", "radio", "checklist", "taglist", "cascade"]);

export const isDecoration = (component: Pick<FormComponent, "type">): boolean => DECORATIONS.has(component.type);
export const isContainer = (component: Pick<FormComponent, "type">): boolean => CONTAINERS.has(component.type);
export const hasChoices = (component: Pick<FormComponent, "type">): boolean => WITH_CHOICES.has(component.type);

/** Rows hold single values: no tables in tables, no headings, no notes. */
export function mayBeColumn(component: Pick<FormComponent, "type">): boolean {
  return !isDecoration(component) && !isContainer(component);
}
