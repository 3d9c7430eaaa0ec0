import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { ModdleElement } from "../bpmn/types";
import type { FormField } from "../document/fields";
import type { Naming } from "../document/sentences";
import { readStep } from "../document/step";
import { useNames } from "./useNames";

/** How an element's settings are put into words here: the language, the form's labels, people's names. */
export function useNaming(elements: readonly ModdleElement[], language: string, fields: readonly FormField[]): Naming {
  const { t } = useTranslation("designer");
  const nameOf = useNames(elements.flatMap(peopleIn));
  return useMemo(() => ({ t, language, fields, nameOf }), [t, language, fields, nameOf]);
}

/** People that a step writes: only named ones, roles and groups have keys that people know. */
function peopleIn(element: ModdleElement): readonly string[] {
  if (element.$type !== "bpmn:UserTask") return [];
  const step = readStep(element);
  const users = step.assignees.filter((one) => one.source === "user").flatMap((one) => one.value.split(/\s+/));
  return [...users, ...step.emptyTo.split(/[\s,]+/)].filter((text) => text !== "" && !text.startsWith("role:"));
}
