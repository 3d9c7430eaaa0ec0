import { useQuery, useQueryClient } from "@tanstack/react-query";

import { changeView, createView, deleteView, listViews } from "@/api/sdk.gen";
import type { SavedView, ViewToSave } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";

export type { SavedView };

export type ViewPage = SavedView["page"];

const NONE: readonly SavedView[] = [];

/** The filters that somebody has kept for a list, and those that everybody has. */
export function useViews(page: ViewPage) {
  const { data } = useQuery({
    queryKey: ["views", page],
    queryFn: async ({ signal }) => (await listViews({ query: { page }, signal, throwOnError: true })).data,
  });
  const all = data?.items ?? NONE;
  return {
    named: all.filter((view) => view.name !== ""),
    /** The columns as the person has left them. */
    own: all.find((view) => view.isMine && view.name === "") ?? null,
  };
}

/** Saving and forgetting filters of a list. */
export function useViewCommands(page: ViewPage, onDone: (kind: "saved" | "deleted") => void) {
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: ["views", page] });
  const save = useCommand(
    ({ id, ...body }: Omit<ViewToSave, "page"> & { id?: string }, headers) =>
      id
        ? changeView({ path: { view_id: id }, body: { page, ...body }, headers, throwOnError: true })
        : createView({ body: { page, ...body }, headers, throwOnError: true }),
    {
      onDone: (_, { name }) => {
        refresh();
        if (name) onDone("saved");
      },
    },
  );
  const remove = useCommand(
    (id: string, headers) => deleteView({ path: { view_id: id }, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        onDone("deleted");
      },
    },
  );
  return { save, remove };
}
