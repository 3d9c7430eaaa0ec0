import { LockKeyhole } from "lucide-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import type { FieldType, FormComponent, FormValue, Language, Option } from "@/lib/forms/model";
import { labelOf, optionLabel, unitFor, wordsIn } from "@/lib/forms/schema";
import { formatMoney } from "@/lib/money/money";
import { Icon } from "@/ui/Icon";

import { isComputed } from "./access";
import { useOptions } from "./fields/ChoiceControl";
import { currencySign } from "./fields/currency";
import { StoredFiles } from "./fields/FileControl";
import { useDepartments, usePeople } from "./fields/PersonControl";
import { RichText } from "./fields/richtext";
import styles from "./form.module.css";
import { useScene } from "./scene";
import { type DepartmentChoice, useFormServices } from "./services";
import { isDateRange, isEmpty, listOf } from "./typed";

interface TextProps {
  component: FormComponent;
  value: FormValue;
  isCell?: boolean;
}

const TEXTS: Partial<Record<FieldType, ComponentType<TextProps>>> = {
  select: ChoiceText,
  radio: ChoiceText,
  checklist: ChoiceText,
  taglist: ChoiceText,
  cascade: ChoiceText,
  user: PeopleText,
  department: DepartmentsText,
  filepicker: FilesText,
  picture: FilesText,
  signature: SignatureText,
  richtext: ({ value }) => <RichText html={textOf(value)} />,
};

/** A value to read: plain text, never a disabled input. What is empty says so. */
export function FieldText({ component, value, isCell }: TextProps) {
  const { t } = useTranslation("forms");
  if (component.type === "checkbox") return <>{value === true ? t("flag.yes") : t("flag.no")}</>;
  if (isEmpty(value)) {
    return <span className={styles.faint}>{t(emptyWords(component))}</span>;
  }
  if (component.dj?.sensitive && typeof value === "string" && value.startsWith(MASK)) return <Masked value={value} />;
  const Text = TEXTS[component.type] ?? PlainText;
  return <Text component={component} value={value} isCell={isCell ?? false} />;
}

function emptyWords(component: FormComponent) {
  if (component.type === "serial") return "serial.later";
  return isComputed(component) ? "value.computed" : "value.empty";
}

/** What the server puts in front of the last characters of a value that is not shown to this reader. */
const MASK = "****";

function Masked({ value }: { value: string }) {
  const { t } = useTranslation("forms");
  return (
    <span title={t("value.masked")}>
      {value.replaceAll("*", "•")} <Icon of={LockKeyhole} size={14} />
      <span className="sr-only">{t("value.masked")}</span>
    </span>
  );
}

function PlainText({ component, value, isCell }: TextProps) {
  const { language } = useScene();
  const isBare = isCell && component.type === "money";
  const text = isBare ? formatMoney(textOf(value), "") : plainValue(component, value, language);
  const isFigure = component.type === "money" || component.type === "number";
  return <span className={isFigure ? "tnum" : styles.paragraphs}>{text}</span>;
}

function plainValue(component: FormComponent, value: FormValue, language: Language): string {
  if (component.type === "money") return formatMoney(textOf(value), currencySign(component.dj?.currency));
  if (component.type === "number") {
    const unit = unitFor(value, wordsIn(language, component.appearance?.suffixAdorner, component.dj?.unit));
    return unit ? `${textOf(value)} ${unit}` : textOf(value);
  }
  if (component.type === "datetime") return momentText(textOf(value), component.subtype ?? "date", language);
  if (isDateRange(value)) {
    return [value.start, value.end].map((day) => (day ? momentText(day, "date", language) : "")).join(" – ");
  }
  return textOf(value);
}

/** Values of unknown shape are written as JSON rather than hidden. */
function textOf(value: FormValue): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? value.toString() : JSON.stringify(value);
}

function momentText(text: string, subtype: "date" | "time" | "datetime", language: Language): string {
  if (subtype === "time") return text.slice(0, 5);
  const at = new Date(subtype === "date" ? `${text.slice(0, 10)}T00:00:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  const day = at.toLocaleDateString(language, { year: "numeric", month: language === "zh-CN" ? "numeric" : "short", day: "numeric" });
  const weekday = at.toLocaleDateString(language, { weekday: "short" });
  const date = language === "zh-CN" ? `${zhDay(at)} ${weekday}` : `${weekday}, ${day}`;
  if (subtype === "date") return date;
  return `${date} ${at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

function zhDay(at: Date): string {
  return `${at.getFullYear()}年${at.getMonth() + 1}月${at.getDate()}日`;
}

function ChoiceText({ component, value }: TextProps) {
  const { t } = useTranslation("forms");
  const { language } = useScene();
  const options = useOptions(component);
  if (component.type === "cascade") return <>{cascadeLabels(options, listOf(value), language).join(" / ")}</>;
  const labels = listOf(value).map((one) => {
    const option = options.find((candidate) => candidate.value === one);
    return option ? optionLabel(option, language) : textOf(one);
  });
  return <>{labels.join(t("value.separator"))}</>;
}

function cascadeLabels(options: readonly Option[], path: readonly unknown[], language: Language): string[] {
  const [first, ...rest] = path;
  if (first === undefined) return [];
  const option = options.find((candidate) => String(candidate.value) === textOf(first));
  return [option ? optionLabel(option, language) : textOf(first), ...cascadeLabels(option?.children ?? [], rest, language)];
}

function PeopleText({ value }: TextProps) {
  const { t } = useTranslation("forms");
  const ids = listOf(value).map(textOf);
  const people = usePeople(ids);
  return <>{ids.map((id) => people.find((person) => person.id === id)?.name ?? "…").join(t("value.separator"))}</>;
}

function DepartmentsText({ value }: TextProps) {
  const { t } = useTranslation("forms");
  const ids = listOf(value).map(textOf);
  const { tree } = useDepartments();
  return <>{ids.map((id) => findDepartment(tree, id)?.name ?? "…").join(t("value.separator"))}</>;
}

function findDepartment(tree: readonly DepartmentChoice[], id: string): DepartmentChoice | undefined {
  for (const department of tree) {
    const found = department.id === id ? department : findDepartment(department.children ?? [], id);
    if (found) return found;
  }
  return undefined;
}

function FilesText({ value }: TextProps) {
  return (
    <div className={styles.files}>
      <StoredFiles ids={listOf(value).map(textOf)} />
    </div>
  );
}

function SignatureText({ component, value }: TextProps) {
  const { language } = useScene();
  const { fileUrl } = useFormServices();
  return <img className={styles.signature} src={fileUrl(textOf(value))} alt={labelOf(component, language)} />;
}
