import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { listLedgers } from "@/api/sdk.gen";

import type { ModdleElement } from "../bpmn/types";
import { readAll } from "../document/extensions";
import type { FormField } from "../document/fields";
import type { Naming } from "../document/sentences";
import { readStep } from "../document/step";
import { useNames } from "./useNames";

/** How an element's settings are put into words here: the language, the form's labels, people's names. */
export function useNaming(elements: readonly ModdleElement[], language: string, fields: readonly FormField[]): Naming {
  const { t } = useTranslation("designer");
  const personOf = useNames(elements.flatMap(peopleIn));
  const ledgerOf = useLedgerNames(elements.some((element) => readAll(element, "dj:Posting").length > 0));
  return useMemo(() => {
    const nameOf = (text: string) => (text.startsWith(LEDGER) ? ledgerOf(text.slice(LEDGER.length)) : personOf(text));
    return { t, language, fields, nameOf };
  }, [t, language, fields, personOf, ledgerOf]);
}

const LEDGER = "ledger:";
const HOUR_MS = 3_600_000;

/** Names of ledgers by key, when any is written at all. */
function useLedgerNames(isNeeded: boolean): (key: string) => string {
  const query = useQuery({
    queryKey: ["ledgers"],
    queryFn: async ({ signal }) => (await listLedgers({ signal, throwOnError: true })).data.items,
    enabled: isNeeded,
    staleTime: HOUR_MS,
    retry: false,
  });
  const ledgers = query.data;
  return useCallback((key) => ledgers?.find((ledger) => ledger.key === key)?.name ?? key, [ledgers]);
}

/** People that a step writes: only named ones, roles and groups have keys that people know. */
function peopleIn(element: ModdleElement): readonly string[] {
  if (element.$type !== "bpmn:UserTask") return [];
  const step = readStep(element);
  const users = step.assignees.filter((one) => one.source === "user").flatMap((one) => one.value.split(/\s+/));
  return [...users, ...step.emptyTo.split(/[\s,]+/)].filter((text) => text !== "" && !text.startsWith("role:"));
}
