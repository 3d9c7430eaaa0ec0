import { useState } from "react";
import { useTranslation } from "react-i18next";

import { transferStaff } from "@/api/sdk.gen";
import type { StaffDetail, Transfer } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { DateInput } from "@/ui/controls/DateInput";
import { Field } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import { ProblemList } from "@/ui/states/ProblemList";

import { DepartmentPicker } from "./DepartmentPicker";
import { useOrganisation, useRefresh } from "./useOrganisation";

/** A move to another department, at once or on a day to come, with what follows from it. */
export function TransferSheet({ detail, onClose }: { detail: StaffDetail; onClose: () => void }) {
  const { t } = useTranslation("organisation");
  const { person } = detail;
  const tell = useTell();
  const refresh = useRefresh();
  const { data: organisation } = useOrganisation();
  const [department, setDepartment] = useState<string | null>(null);
  const [position, setPosition] = useState<string>(detail.positionKey);
  const [on, setOn] = useState<string | null>(null);
  const command = useCommand(
    (body: Transfer, headers) => transferStaff({ path: { person_id: person.id }, body, headers, throwOnError: true }),
    {
      onDone: (saved) => {
        refresh();
        onClose();
        tell({ text: t(saved.plannedId ? "transfer.planned" : "transfer.done", { name: person.name }) });
      },
    },
  );
  return (
    <ConfirmSheet
      title={t("transfer.title", { name: person.name })}
      consequences={[
        ...person.headOf.map((name) => ({ kind: "removed" as const, text: t("transfer.headEnds", { department: name }) })),
        { kind: "kept", text: t("transfer.itemsStay") },
        { kind: "kept", text: t("transfer.historyStays") },
      ]}
      confirm={on ? t("transfer.plan") : t("transfer.confirm")}
      cancel={t("transfer.cancel")}
      busy={command.isPending}
      isReady={department !== null}
      onConfirm={() => department && command.mutate({ departmentId: department, position, effectiveOn: on })}
      onCancel={onClose}
    >
      <Field label={t("transfer.to")} isRequired>
        {(id) => (
          <DepartmentPicker
            id={id}
            units={organisation?.departments ?? []}
            value={department}
            barred={new Set([person.departmentId])}
            onChange={setDepartment}
          />
        )}
      </Field>
      <Field label={t("fields.position")}>
        {(id) => (
          <Select<string>
            id={id}
            showSearch={{ optionFilterProp: "label" }}
            value={position}
            onChange={setPosition}
            options={(organisation?.positions ?? []).map((one) => ({ value: one.key, label: one.name }))}
          />
        )}
      </Field>
      <Field label={t("transfer.on")} hint={t("transfer.onHint")}>
        {(id) => <DateInput id={id} value={on} onChange={setOn} isBarred={(day) => day <= today()} />}
      </Field>
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message }]} />}
    </ConfirmSheet>
  );
}

const today = (): string => new Date().toLocaleDateString("sv-SE");
