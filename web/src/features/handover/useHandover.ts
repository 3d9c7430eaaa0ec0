import { useQuery } from "@tanstack/react-query";

import { listPeople, previewHandover } from "@/api/sdk.gen";

/** What would move. */
export function usePreview(personId: string, toPersonId: string) {
  return useQuery({
    queryKey: ["handover", personId, toPersonId],
    enabled: personId !== "" && toPersonId !== "" && personId !== toPersonId,
    queryFn: async ({ signal }) =>
      (await previewHandover({ body: { personId, toPersonId }, signal, throwOnError: true })).data,
  });
}

/** The person whom the address names. */
export function usePerson(id: string) {
  return useQuery({
    queryKey: ["people", "one", id],
    enabled: id !== "",
    queryFn: async ({ signal }) => (await listPeople({ query: { ids: id }, signal, throwOnError: true })).data.items[0] ?? null,
  });
}
