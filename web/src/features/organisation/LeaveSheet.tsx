import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deactivateStaff } from "@/api/sdk.gen";
import type { Leaving, StaffDetail } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet, type Consequence } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { DateInput } from "@/ui/controls/DateInput";
import { Field } from "@/ui/controls/Field";
import { ProblemList } from "@/ui/states/ProblemList";

import { useRefresh } from "./useOrganisation";

/** Somebody leaves: what ends, what stays, and the way to hand their work over. */
export function LeaveSheet(props: { detail: StaffDetail; onClose: () => void; onHandOver: () => void }) {
  const { t } = useTranslation("organisation");
  const { person, openCount, roles } = props.detail;
  const tell = useTell();
  const refresh = useRefresh();
  const [on, setOn] = useState<string | null>(null);
  const hasWork = openCount > 0 || roles.length > 0 || person.headOf.length > 0;
  const command = useCommand(
    (body: Leaving, headers) => deactivateStaff({ path: { person_id: person.id }, body, headers, throwOnError: true }),
    {
      onDone: (saved) => {
        refresh();
        props.onClose();
        const text = t(saved.plannedId ? "leave.planned" : "leave.done", { name: person.name });
        tell({ text, ...(hasWork && { action: { label: t("leave.handOver"), onPress: props.onHandOver } }) });
      },
    },
  );
  const consequences: Consequence[] = [
    { kind: "removed", text: t("leave.signIn") },
    ...person.headOf.map((department) => ({ kind: "removed" as const, text: t("leave.seat", { department }) })),
    ...(openCount > 0 ? [{ kind: "paused" as const, text: t("leave.items", { count: openCount }) }] : []),
    { kind: "kept", text: t("leave.history") },
  ];
  return (
    <ConfirmSheet
      title={t("leave.title", { name: person.name })}
      lead={hasWork ? t("leave.first") : t("leave.nothingOpen")}
      consequences={consequences}
      confirm={on ? t("leave.plan") : t("leave.confirm")}
      cancel={t("leave.cancel")}
      isDangerous
      busy={command.isPending}
      onConfirm={() => command.mutate({ lastOn: on, effectiveOn: on })}
      onCancel={props.onClose}
    >
      <Field label={t("leave.on")} hint={t("leave.onHint")}>
        {(id) => <DateInput id={id} value={on} onChange={setOn} />}
      </Field>
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message }]} />}
    </ConfirmSheet>
  );
}
