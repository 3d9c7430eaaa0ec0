import { useQuery } from "@tanstack/react-query";

import { readConsequences } from "@/api/sdk.gen";
import type { ItemAction, ReturnTarget } from "@/api/types.gen";
import type { Consequence } from "@/ui/act/ConfirmSheet";

type Asked = { action: ItemAction["action"]; target?: string; comeBack?: ReturnTarget["comeBack"][number] };

/** What the action will do to others' work, asked of the server before it happens. */
export function useConsequences(itemId: string, asked: Asked): readonly Consequence[] {
  const { data } = useQuery({
    queryKey: ["item", itemId, "consequences", asked],
    queryFn: async ({ signal }) =>
      (await readConsequences({ path: { item_id: itemId }, query: asked, signal, throwOnError: true })).data,
  });
  return data?.sentences ?? [];
}
