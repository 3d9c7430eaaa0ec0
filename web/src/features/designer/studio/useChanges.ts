import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { readVersion } from "@/api/sdk.gen";

import type { DraftDocument } from "../api/useDraft";
import type { ModdleElement } from "../bpmn/types";
import { type Change, diffDocuments, diffForms } from "../document/diff";
import { fieldLabel, type FormField, fieldsOfForm } from "../document/fields";
import { useNaming } from "../panel/useNaming";
import { useDocument } from "./useDocument";

const NONE: readonly ModdleElement[] = [];

interface Compared {
  document: DraftDocument;
  language: string;
  fields: readonly FormField[];
}

/** The draft against the version in force; null while that one is being fetched. */
export function useChanges(props: Compared, versionId: string | null, isPending: boolean): readonly Change[] | null {
  const version = useQuery({
    queryKey: ["versions", versionId],
    queryFn: async ({ signal }) => (await readVersion({ path: { version_id: versionId ?? "" }, signal, throwOnError: true })).data,
    enabled: versionId !== null,
    staleTime: Infinity, // a published version never changes
  });
  const { document: before } = useDocument(versionId === null ? undefined : version.data?.xml);
  const { document: after } = useDocument(props.document.xml);
  const elements = useMemo(() => [...(before?.nodes ?? NONE), ...(after?.nodes ?? NONE)], [before, after]);
  const naming = useNaming(elements, props.language, props.fields);
  return useMemo(() => {
    const isReady = !isPending && after && (versionId === null || (version.data && before));
    if (!isReady) return null;
    const labels = (schema: unknown) =>
      new Map(fieldsOfForm(schema).map((field) => [field.key, labelWithMark(field, props.language)]));
    const keys = new Set([...Object.keys(version.data?.forms ?? {}), ...Object.keys(props.document.forms)]);
    const forms = [...keys].flatMap((key) => diffForms(version.data?.forms[key], props.document.forms[key], labels));
    return [...diffDocuments(before, after, naming), ...(versionId === null ? [] : forms)];
  }, [isPending, versionId, version.data, before, after, naming, props.language, props.document.forms]);
}

const labelWithMark = (field: FormField, language: string): string => `${fieldLabel(field, language)}${field.isRequired ? " *" : ""}`;
