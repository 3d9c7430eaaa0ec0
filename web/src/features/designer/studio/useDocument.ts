import { useQuery } from "@tanstack/react-query";

import { parseDocument, type ParsedDocument } from "../document/parse";

/** A document read for lists and comparisons; null while it is being read or when it cannot be. */
export function useDocument(xml: string | undefined): { document: ParsedDocument | null; isBroken: boolean } {
  const query = useQuery({
    queryKey: ["bpmn", xml],
    queryFn: () => parseDocument(xml ?? ""),
    enabled: xml !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  });
  return { document: query.data ?? null, isBroken: query.isError };
}
