import { useQuery, useQueryClient } from "@tanstack/react-query";

import { readNoticeChoices, saveNoticeChoices } from "@/api/sdk.gen";
import type { ChoicesToSave, NoticeChoices } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";

export function useChoices() {
  return useQuery({
    queryKey: ["notices", "choices"],
    queryFn: async ({ signal }) => (await readNoticeChoices({ signal, throwOnError: true })).data,
  });
}

/** What is sent back: what was chosen, without what only the server knows. */
export function toSave(choices: NoticeChoices): ChoicesToSave {
  return {
    events: choices.events.map(({ kind, inApp, byMail }) => ({ kind, inApp, byMail })),
    digest: choices.digest,
    digestAt: choices.digestAt,
    isQuiet: choices.isQuiet,
    quietFrom: choices.quietFrom,
    quietUntil: choices.quietUntil,
    onlyWorkingDays: choices.onlyWorkingDays,
    timeZone: choices.timeZone,
  };
}

export function useSaveChoices(onSaved: () => void) {
  const queries = useQueryClient();
  return useCommand(
    (choices: NoticeChoices, headers) => saveNoticeChoices({ body: toSave(choices), headers, throwOnError: true }),
    {
      onDone: (_, choices) => {
        queries.setQueryData(["notices", "choices"], choices);
        onSaved();
      },
    },
  );
}
