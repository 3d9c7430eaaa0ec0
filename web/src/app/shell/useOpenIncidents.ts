import { useQuery } from "@tanstack/react-query";

import { listIncidents } from "@/api/sdk.gen";
import { polled } from "@/lib/api/queries";

/** How many incidents wait for repair. Only for those who may see them. */
export function useOpenIncidents(): number {
  const { data } = useQuery({
    queryKey: ["incidents", "count"],
    queryFn: async ({ signal }) => (await listIncidents({ query: { limit: 1 }, signal, throwOnError: true })).data,
    ...polled,
  });
  return data?.openCount ?? 0;
}
