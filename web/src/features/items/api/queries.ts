import { queryOptions } from "@tanstack/react-query";

import { listComments, readInstance, readItem, readTimeline } from "@/api/sdk.gen";
import type { ReadItemData } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";

/** The list that an item was opened from: the server finds its neighbours. */
export type ListFilter = NonNullable<ReadItemData["query"]>;

export const itemQuery = (itemId: string, filter: ListFilter) =>
  queryOptions({
    queryKey: ["item", itemId, filter],
    queryFn: async ({ signal }) =>
      (await readItem({ path: { item_id: itemId }, query: filter, signal, throwOnError: true })).data,
    placeholderData: undefined,
    ...polled,
  });

export const instanceQuery = (instanceId: string) =>
  queryOptions({
    queryKey: ["instance", instanceId],
    queryFn: async ({ signal }) =>
      (await readInstance({ path: { instance_id: instanceId }, signal, throwOnError: true })).data,
    placeholderData: undefined,
    ...polled,
  });

export const timelineQuery = (instanceId: string) =>
  queryOptions({
    queryKey: ["instance", instanceId, "timeline"],
    queryFn: async ({ signal }) =>
      (await readTimeline({ path: { instance_id: instanceId }, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });

export const commentsQuery = (instanceId: string) =>
  queryOptions({
    queryKey: ["instance", instanceId, "comments"],
    queryFn: async ({ signal }) =>
      (await listComments({ path: { instance_id: instanceId }, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
