import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";

import { useBuilderScene } from "./builderScene";
import { said, withCapitals, withExtras, withExtraWords, withOwn, withValidation } from "./edits";
import { type Kind, kindOf } from "./kinds";
import { NumberRow, PickRow, Section, SwitchRow, TextRow } from "./parts";

const CURRENCIES = ["CNY", "USD", "EUR", "JPY", "HKD"] as const;
const TEXT_FORMATS = ["any", "email", "phone", "pattern"] as const;
const MOMENTS = ["date", "datetime", "time"] as const;

const FORMATS: Readonly<Partial<Record<Kind, (props: PartProps) => ReactNode>>> = {
  line: TextFormat,
  lines: Length,
  richtext: Length,
  number: NumberFormat,
  computed: NumberFormat,
  money: MoneyFormat,
  date: MomentFormat,
  moment: MomentFormat,
  user: Several,
  department: Several,
  file: FileFormat,
  picture: FileFormat,
};

interface PartProps {
  component: FormComponent;
  edit: (edit: (component: FormComponent) => FormComponent) => void;
}

/** How a value must look. */
export function FormatSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const Format = FORMATS[kindOf(component)];
  if (!Format) return null;
  return (
    <Section title={t("format.title")}>
      <Format component={component} edit={(change) => builder.edit(component.id ?? "", change)} />
    </Section>
  );
}

function Length({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  const { minLength, maxLength } = component.validate ?? {};
  return (
    <>
      <NumberRow label={t("format.minLength")} min={0} value={minLength} onCommit={(value) => edit((one) => withValidation(one, { minLength: value }))} />
      <NumberRow label={t("format.maxLength")} min={1} value={maxLength} onCommit={(value) => edit((one) => withValidation(one, { maxLength: value }))} />
    </>
  );
}

type TextKind = (typeof TEXT_FORMATS)[number];

function textKindOf({ validate }: FormComponent): TextKind {
  const { pattern, validationType } = validate ?? {};
  if (validationType === "email" || validationType === "phone") return validationType;
  return pattern === undefined ? "any" : "pattern";
}

const VALIDATION_TYPES = { any: undefined, email: "email", phone: "phone", pattern: "custom" } as const;
const FIRST_PATTERN = "[A-Z0-9]+";

function TextFormat({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  const now = textKindOf(component);
  const pick = (next: TextKind) =>
    edit((one) => {
      const isPattern = next === "pattern";
      const kept = isPattern ? {} : { patternErrorMessage: undefined };
      return withValidation(one, { ...kept, validationType: VALIDATION_TYPES[next], pattern: isPattern ? FIRST_PATTERN : undefined });
    });
  return (
    <>
      <PickRow label={t("format.text")} value={now} choices={TEXT_FORMATS.map((value) => ({ value, label: t(`textFormat.${value}`) }))} onPick={pick} />
      {now === "pattern" && <Pattern component={component} edit={edit} />}
      <Length component={component} edit={edit} />
    </>
  );
}

function Pattern({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  const words = component.dj?.patternMessage;
  return (
    <>
      <TextRow label={t("format.pattern")} value={component.validate?.pattern ?? ""} onCommit={(text) => edit((one) => withValidation(one, { pattern: text || FIRST_PATTERN }))} />
      <TextRow
        label={t("format.patternWords")}
        value={said(words, "zh-CN") || (component.validate?.patternErrorMessage ?? "")}
        onCommit={(text) => edit((one) => withExtraWords(one, "patternMessage", "zh-CN", text))}
      />
      <TextRow label={t("format.patternWordsEn")} value={said(words, "en-US")} onCommit={(text) => edit((one) => withExtraWords(one, "patternMessage", "en-US", text))} />
    </>
  );
}

function Bounds({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  const { min, max } = component.validate ?? {};
  return (
    <>
      <NumberRow label={t("format.min")} value={min} onCommit={(value) => edit((one) => withValidation(one, { min: value }))} />
      <NumberRow label={t("format.max")} value={max} onCommit={(value) => edit((one) => withValidation(one, { max: value }))} />
    </>
  );
}

function NumberFormat({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  return (
    <>
      <NumberRow label={t("format.decimals")} min={0} value={component.decimalDigits} onCommit={(value) => edit((one) => ({ ...withOwn(one, { decimalDigits: undefined }), ...(value !== undefined && { decimalDigits: value }) }))} />
      <TextRow label={t("format.unit")} value={said(component.dj?.unit, "zh-CN") || (component.appearance?.suffixAdorner ?? "")} onCommit={(text) => edit((one) => withExtraWords(one, "unit", "zh-CN", text))} />
      <TextRow label={t("format.unitEn")} value={said(component.dj?.unit, "en-US")} onCommit={(text) => edit((one) => withExtraWords(one, "unit", "en-US", text))} />
      <Bounds component={component} edit={edit} />
    </>
  );
}

function MoneyFormat({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  return (
    <>
      <PickRow
        label={t("format.currency")}
        value={(component.dj?.currency ?? "CNY") as (typeof CURRENCIES)[number]}
        choices={CURRENCIES.map((value) => ({ value, label: t(`currency.${value}`) }))}
        onPick={(value) => edit((one) => withExtras(one, { currency: value === "CNY" ? undefined : value }))}
      />
      <SwitchRow label={t("format.capitals")} value={component.dj?.capitals !== false} onChange={(value) => edit((one) => withCapitals(one, value))} />
      <Bounds component={component} edit={edit} />
    </>
  );
}

function MomentFormat({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  return (
    <>
      <PickRow
        label={t("format.moment")}
        value={component.subtype ?? "date"}
        choices={MOMENTS.map((value) => ({ value, label: t(`moment.${value}`) }))}
        onPick={(value) => edit((one) => ({ ...one, subtype: value }))}
      />
      <SwitchRow label={t("format.noPast")} value={component.disallowPassedDates === true} onChange={(value) => edit((one) => withOwn(one, { disallowPassedDates: value }))} />
    </>
  );
}

function Several({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  return <SwitchRow label={t("format.several")} value={component.dj?.multiple === true} onChange={(value) => edit((one) => withExtras(one, { multiple: value }))} />;
}

function FileFormat({ component, edit }: PartProps) {
  const { t } = useTranslation("formBuilder");
  return (
    <>
      <SwitchRow label={t("format.several")} value={component.multiple !== false} onChange={(value) => edit((one) => ({ ...one, multiple: value }))} />
      <TextRow label={t("format.accept")} placeholder=".pdf,.jpg,.png" value={component.accept ?? ""} onCommit={(text) => edit((one) => withOwn(one, { accept: text }))} />
    </>
  );
}
