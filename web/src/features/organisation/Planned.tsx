import { CalendarClock, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";

import { dropPlannedChange } from "@/api/sdk.gen";
import type { PlannedChange } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

/** Changes that wait for their day, each with the way to drop it. */
export function Planned({ changes }: { changes: readonly PlannedChange[] }) {
  return (
    <div className={styles["planned"]}>
      {changes.map((change) => (
        <One key={change.id} change={change} />
      ))}
    </div>
  );
}

function One({ change }: { change: PlannedChange }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const drop = useCommand(
    (_: null, headers) => dropPlannedChange({ path: { change_id: change.id }, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        tell({ text: t("planned.dropped", { change: change.sentence }) });
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  const hasFailed = change.failure !== null;
  return (
    <Notice
      tone={hasFailed ? "red" : "brand"}
      mark={<Icon of={hasFailed ? TriangleAlert : CalendarClock} />}
      title={change.sentence}
      actions={
        <Button size="sm" busy={drop.isPending} onPress={() => drop.mutate(null)}>
          {hasFailed ? t("planned.dismiss") : t("planned.drop")}
        </Button>
      }
    >
      {hasFailed ? (
        t("planned.failed", { reason: change.failure })
      ) : (
        <TimeAgo at={`${change.effectiveOn}T00:00:00`} form="day" say={(day) => t("planned.from", { day })} />
      )}
      {change.plannedBy && ` · ${t("planned.by", { name: change.plannedBy.name })}`}
    </Notice>
  );
}
