import { useQueryClient } from "@tanstack/react-query";
import type { ComponentType, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { remindInstance } from "@/api/sdk.gen";
import type { InstanceRow } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";

import styles from "./Mine.module.css";

/** Where a line leads to; the app knows the addresses. */
export interface RequestDoors {
  Link: ComponentType<{ instanceId: string; className?: string | undefined; children: ReactNode }>;
  onItem: (itemId: string) => void;
  onInstance: (instanceId: string) => void;
  onAgain: (processKey: string) => void;
}

/** Remind, change what came back, the same again: what the server allows and what helps now. */
export function RequestActions({ row, doors }: { row: InstanceRow; doors: RequestDoors }) {
  const { t } = useTranslation("mine");
  const tell = useTell();
  const queries = useQueryClient();
  const remind = useCommand(
    (_: null, headers) =>
      remindInstance({ path: { instance_id: row.id }, body: {}, headers, throwOnError: true }),
    {
      onDone: ({ persons }) => {
        tell({ text: t("reminded", { names: persons.map((person) => person.name).join(t("separator")) }) });
        void queries.invalidateQueries({ queryKey: ["instance", row.id] });
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  const { myItemId } = row;
  return (
    <div className={styles["actions"]}>
      {myItemId && row.state !== "running" && (
        <Button kind="filled" size="sm" onPress={() => doors.onItem(myItemId)}>
          {t("change")}
        </Button>
      )}
      {row.actions.includes("remind") && !myItemId && (
        <Button size="sm" busy={remind.isPending} onPress={() => remind.mutate(null)}>
          {t("remind")}
        </Button>
      )}
      {row.actions.includes("withdraw") && (
        <Button kind="text" size="sm" onPress={() => doors.onInstance(row.id)}>
          {t("withdraw")}
        </Button>
      )}
      {row.state === "ended" && (
        <Button kind="text" size="sm" onPress={() => doors.onAgain(row.process.key)}>
          {t("again")}
        </Button>
      )}
    </div>
  );
}
