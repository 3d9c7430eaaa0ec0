import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { FormProblem, FormRule, FormSchema, Language } from "@/lib/forms/model";
import { columnsOf, findField, optionLabel, wordsIn } from "@/lib/forms/schema";

/** Codes this side can find by itself; everything else comes with the server's sentence. */
const OWN_CODES = {
  "forms.field.required": "problem.required",
  "forms.value.too_short": "problem.tooShort",
  "forms.value.too_long": "problem.tooLong",
  "forms.value.not_a_number": "problem.notANumber",
  "forms.value.too_small": "problem.tooSmall",
  "forms.value.too_large": "problem.tooLarge",
  "forms.value.too_many_decimals": "problem.tooManyDecimals",
  "forms.value.not_an_email": "problem.notEmail",
  "forms.value.not_a_phone": "problem.notPhone",
  "forms.value.pattern": "problem.wrongPattern",
  "forms.value.not_a_date": "problem.notADate",
  "forms.value.not_a_time": "problem.notATime",
  "forms.value.not_an_instant": "problem.notADate",
  "forms.value.range_half_empty": "problem.halfRange",
  "forms.value.range_backwards": "problem.backwards",
  "forms.value.too_few_rows": "problem.tooFewRows",
  "forms.value.too_many_rows": "problem.tooManyRows",
} as const;

function isOwnCode(code: string): code is keyof typeof OWN_CODES {
  return code in OWN_CODES;
}

/** The sentence of a problem in the reader's language. */
export function useProblemWords(schema: FormSchema, language: Language): (problem: FormProblem) => string {
  const { t } = useTranslation("forms");
  return useCallback(
    (problem) => {
      if (problem.detail) return problem.detail;
      const rule = schema.dj?.rules?.find((one) => one.id === problem.rule);
      if (rule) return ruleWords(rule, schema, problem.params, language);
      const own = problem.code === "forms.value.pattern" ? patternWords(schema, problem.path, language) : "";
      if (own) return own;
      return isOwnCode(problem.code) ? t(OWN_CODES[problem.code], { ...problem.params }) : t("problem.other", { code: problem.code });
    },
    [t, schema, language],
  );
}

/** What the form's author says when a text does not fit its pattern. */
function patternWords(schema: FormSchema, path: string, language: Language): string {
  const [, key = "", , column] = path.split("/");
  const field = findField(schema, key);
  const place = column && field ? columnsOf(field).find((one) => one.key === column) : field;
  return wordsIn(language, place?.validate?.patternErrorMessage, place?.dj?.patternMessage);
}

/** A rule's message with its `{names}` filled in; a choice is said by its label. */
export function ruleWords(rule: FormRule, schema: FormSchema, params: FormProblem["params"], language: Language): string {
  return wordsIn(language, undefined, rule.message).replace(/\{([\p{L}\p{N}_]+)\}/gu, (whole, name: string) => {
    const value = params[name];
    const option = findField(schema, name)?.values?.find((one) => one.value === value);
    if (option) return optionLabel(option, language);
    return typeof value === "string" || typeof value === "number" ? `${value}` : whole;
  });
}
