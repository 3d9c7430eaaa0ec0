import { queryOptions } from "@tanstack/react-query";

import { readErrand, readOperations } from "@/api/sdk.gen";
import { polled } from "@/lib/api/queries";

export const operationsQuery = (instanceId: string) =>
  queryOptions({
    queryKey: ["instance", instanceId, "operations"],
    queryFn: async ({ signal }) =>
      (await readOperations({ path: { instance_id: instanceId }, signal, throwOnError: true })).data,
    placeholderData: undefined,
    ...polled,
  });

const ENDED = ["DONE", "STOPPED", "FAILED"];
const LOOK_MS = 1_000;

/** Background work while it goes on, and its result. */
export const errandQuery = (errandId: string) =>
  queryOptions({
    queryKey: ["errands", errandId],
    queryFn: async ({ signal }) => (await readErrand({ path: { errand_id: errandId }, signal, throwOnError: true })).data,
    refetchInterval: ({ state }) => (state.data && ENDED.includes(state.data.state) ? false : LOOK_MS),
    placeholderData: undefined,
  });
