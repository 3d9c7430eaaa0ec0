import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { markItemRead } from "@/api/sdk.gen";
import { newKey } from "@/lib/api/useCommand";

import { itemQuery, type ListFilter } from "./api/queries";

/** How long an item must be in view before it counts as read. */
const READ_AFTER_MS = 800;

/** An item and its instance; being shown for a moment makes it read. */
export function useItemState(itemId: string, filter: ListFilter) {
  const queries = useQueryClient();
  const query = useQuery(itemQuery(itemId, filter));
  const isLoaded = query.isSuccess;

  useEffect(() => {
    if (!isLoaded) return undefined;
    const timer = setTimeout(() => {
      markItemRead({ path: { item_id: itemId }, headers: { "Idempotency-Key": newKey() }, throwOnError: true }).then(
        () => queries.invalidateQueries({ queryKey: ["items"] }),
        () => undefined, // it is marked when it is opened the next time
      );
    }, READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [itemId, isLoaded, queries]);

  return query;
}
