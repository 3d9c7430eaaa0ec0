import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { checkForm } from "@/api/sdk.gen";
import type { FieldProblem } from "@/api/types.gen";
import type { FormComponent, FormSchema } from "@/lib/forms/model";

import type { FormFault } from "./builderScene";

const PAUSE_MS = 500;

/** What the server finds wrong with the form, a moment after the last change. */
export function useFormCheck(schema: FormSchema): readonly FormFault[] {
  const [asked, setAsked] = useState(schema);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(schema), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [schema]);
  const query = useQuery({
    queryKey: ["form-check", asked],
    queryFn: async ({ signal }) => (await checkForm({ body: { form: { ...asked } }, signal, throwOnError: true })).data,
    gcTime: 0,
    retry: false,
    placeholderData: (before) => before,
  });
  return useMemo(() => (query.data?.problems ?? []).map((problem) => faultOf(problem, asked)), [query.data, asked]);
}

function faultOf({ path, detail, severity }: FieldProblem, schema: FormSchema): FormFault {
  const rule = /^\/dj\/rules\/(\d+)/.exec(path)?.[1];
  return { id: componentAt(schema, path), rule: rule === undefined ? null : Number(rule), detail, severity };
}

/** The innermost component on a JSON pointer's way. */
export function componentAt(schema: FormSchema, path: string): string | null {
  let components: readonly FormComponent[] | undefined = schema.components;
  let found: FormComponent | undefined;
  for (const [, index] of path.matchAll(/\/components\/(\d+)/g)) {
    found = components?.[Number(index)] ?? found;
    components = found?.components;
  }
  return found?.id ?? null;
}
