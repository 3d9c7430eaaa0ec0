import { useQuery } from "@tanstack/react-query";

import { listNotices } from "@/api/sdk.gen";
import { polled } from "@/lib/api/queries";

/** How many notices have not been seen. */
export function useUnreadNotices(): number {
  const { data } = useQuery({
    queryKey: ["notices", "unread"],
    queryFn: async ({ signal }) => (await listNotices({ query: { limit: 1 }, signal, throwOnError: true })).data,
    ...polled,
  });
  return data?.unreadCount ?? 0;
}
