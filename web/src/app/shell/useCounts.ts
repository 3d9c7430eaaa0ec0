import { useQuery } from "@tanstack/react-query";

import { countItems } from "@/api/sdk.gen";
import type { BoxCounts } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";

/** The counts of the navigation. */
export function useCounts(): BoxCounts | undefined {
  const { data } = useQuery({
    queryKey: ["items", "counts"],
    queryFn: async ({ signal }) => (await countItems({ signal, throwOnError: true })).data,
    ...polled,
  });
  return data;
}
