import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { decideItem, takeBackItem } from "@/api/sdk.gen";
import type { Decided, Decision } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { useTell } from "@/ui/act/Toasts";

/** Everything that a decision makes old. */
export function useForget(): (instanceId: string | undefined) => void {
  const queries = useQueryClient();
  return (instanceId) => {
    void queries.invalidateQueries({ queryKey: ["items"] });
    void queries.invalidateQueries({ queryKey: ["item"] });
    void queries.invalidateQueries({ queryKey: ["instances"] });
    if (instanceId) void queries.invalidateQueries({ queryKey: ["instance", instanceId] });
  };
}

function useTakeBack(onBack: (itemId: string) => void): (itemId: string) => void {
  const { t } = useTranslation("items");
  const tell = useTell();
  const forget = useForget();
  const command = useCommand(
    (itemId: string, headers) => takeBackItem({ path: { item_id: itemId }, body: {}, headers, throwOnError: true }),
    {
      onDone: (decided) => {
        forget(decided.instanceId);
        tell({ text: t("takeBack.done") });
        onBack(decided.itemId);
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  return (itemId) => command.mutate(itemId);
}

/** Sends a decision; says what happened with a way back, then lets the page open what comes next. */
export function useDecide(
  itemId: string,
  options: { onDone: (decided: Decided) => void; onProblem: (problem: ApiProblem) => void; onBack: (itemId: string) => void },
) {
  const { t } = useTranslation("items");
  const tell = useTell();
  const forget = useForget();
  const takeBack = useTakeBack(options.onBack);
  return useCommand(
    (body: Decision, headers) => decideItem({ path: { item_id: itemId }, body, headers, throwOnError: true }),
    {
      onDone: (decided, { action }) => {
        forget(decided.instanceId);
        const done = t(`done.${action}`);
        tell({
          text: decided.wentTo ? t("done.and", { done, wentTo: decided.wentTo }) : done,
          ...(decided.mayTakeBack && {
            action: { label: t("takeBack.action"), onPress: () => takeBack(decided.itemId) },
          }),
        });
        options.onDone(decided);
      },
      onProblem: (problem) => {
        if (problem.status === 409) forget(undefined);
        options.onProblem(problem);
      },
    },
  );
}
