import { useState } from "react";
import { useTranslation } from "react-i18next";

import { moveUnit } from "@/api/sdk.gen";
import type { Organisation, Unit, UnitMove } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { DateInput } from "@/ui/controls/DateInput";
import { Field } from "@/ui/controls/Field";
import { Select } from "@/ui/controls/Select";
import { ProblemList } from "@/ui/states/ProblemList";

import { DepartmentPicker } from "./DepartmentPicker";
import { below } from "./model";
import { useRefresh } from "./useOrganisation";

/** A department goes elsewhere: below which one, before which sibling, from when. */
export function MoveSheet(props: { organisation: Organisation; unit: Unit; parentId: string | null; onClose: () => void }) {
  const { t } = useTranslation("organisation");
  const { organisation, unit } = props;
  const tell = useTell();
  const refresh = useRefresh();
  const [parent, setParent] = useState(props.parentId ?? unit.parentId);
  const [before, setBefore] = useState("");
  const [on, setOn] = useState<string | null>(null);
  const siblings = organisation.departments.filter((one) => one.parentId === parent && one.id !== unit.id);
  const target = organisation.departments.find((one) => one.id === parent);
  const command = useCommand(
    (body: UnitMove, headers) => moveUnit({ path: { department_id: unit.id }, body, headers, throwOnError: true }),
    {
      onDone: (saved) => {
        refresh();
        props.onClose();
        tell({ text: t(saved.plannedId ? "move.planned" : "move.done", { name: unit.name, parent: target?.name ?? "" }) });
      },
    },
  );
  return (
    <ConfirmSheet
      title={t("move.title", { name: unit.name })}
      consequences={[
        { kind: "opened", text: t("move.people", { count: unit.totalCount }) },
        { kind: "opened", text: t("move.items") },
        { kind: "kept", text: t("move.history") },
      ]}
      confirm={on ? t("move.plan") : t("move.confirm")}
      cancel={t("move.cancel")}
      busy={command.isPending}
      onConfirm={() => command.mutate({ parentId: parent, beforeId: before || null, effectiveOn: on })}
      onCancel={props.onClose}
    >
      <Field label={t("move.below")}>
        {(id) => (
          <DepartmentPicker
            id={id}
            units={organisation.departments}
            value={parent}
            barred={below(organisation.departments, unit.id)}
            onChange={(value) => {
              setParent(value);
              setBefore("");
            }}
          />
        )}
      </Field>
      <Field label={t("move.before")}>
        {(id) => (
          <Select<string>
            id={id}
            value={before}
            onChange={setBefore}
            options={[
              { value: "", label: t("move.last") },
              ...siblings.map((one) => ({ value: one.id, label: t("move.beforeOne", { name: one.name }) })),
            ]}
          />
        )}
      </Field>
      <Field label={t("transfer.on")} hint={t("transfer.onHint")}>
        {(id) => <DateInput id={id} value={on} onChange={setOn} />}
      </Field>
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message }]} />}
    </ConfirmSheet>
  );
}
