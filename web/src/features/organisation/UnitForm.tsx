import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addUnit, saveUnit } from "@/api/sdk.gen";
import type { Organisation, Unit, UnitFields } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { PersonPicker, type Picked } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";
import { ProblemList } from "@/ui/states/ProblemList";

import { DepartmentPicker } from "./DepartmentPicker";
import { below } from "./model";
import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

interface Props {
  organisation: Organisation;
  /** None for a new department. */
  unit: Unit | null;
  parentId: string | null;
  onDone: (id: string) => void;
  onCancel: () => void;
}

interface Draft {
  code: string;
  name: string;
  nameEn: string;
  parentId: string | null;
  head: Picked | null;
  deputy: Picked | null;
  costCentre: string;
  calendar: string;
}

const NEW: Draft = { code: "", name: "", nameEn: "", parentId: null, head: null, deputy: null, costCentre: "", calendar: "" };

const draftOf = ({ code, nameZh, nameEn, parentId, head, deputyHead, costCentre, calendar }: Unit): Draft => ({
  ...{ code, nameEn, parentId, head, costCentre, calendar },
  name: nameZh,
  deputy: deputyHead,
});

const asFields = ({ code, head, deputy, ...rest }: Draft): UnitFields => ({
  ...rest,
  code: code.trim(),
  headId: head?.id ?? null,
  deputyHeadId: deputy?.id ?? null,
});

function TextField(props: { label: string; isRequired?: boolean; value: string; onChange: (value: string) => void }) {
  return (
    <Field label={props.label} isRequired={props.isRequired ?? false}>
      {(id) => <Input id={id} maxLength={60} value={props.value} onChange={(event) => props.onChange(event.target.value)} />}
    </Field>
  );
}

/** A department's fields with its heads, new or changed. */
export function UnitForm({ organisation, unit, parentId, onDone, onCancel }: Props) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const [draft, setDraft] = useState<Draft>(() => (unit ? draftOf(unit) : { ...NEW, parentId }));
  const set = (given: Partial<Draft>) => setDraft((before) => ({ ...before, ...given }));
  const { code, name, parentId: parent, head, deputy } = draft;
  const command = useCommand(
    (body: UnitFields, headers) =>
      unit
        ? saveUnit({ path: { department_id: unit.id }, body, headers, throwOnError: true })
        : addUnit({ body, headers, throwOnError: true }),
    {
      onDone: (saved) => {
        refresh();
        tell({ text: t(unit ? "unit.saved" : "unit.added", { name }) });
        onDone(saved.id);
      },
    },
  );
  const isReady = code.trim() !== "" && name.trim() !== "";
  const title = unit ? t("unit.editTitle", { name: unit.name }) : t("unit.new");
  return (
    <form
      className={styles["form"]}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !command.isPending) command.mutate(asFields(draft));
      }}
    >
      <h2 className={styles["formName"]}>{title}</h2>
      <Fields>
        <TextField label={t("unit.name")} isRequired value={name} onChange={(value) => set({ name: value })} />
        <TextField label={t("fields.nameEn")} value={draft.nameEn} onChange={(value) => set({ nameEn: value })} />
        {unit ? (
          <Field label={t("unit.code")}>{(id) => <span id={id}>{unit.code}</span>}</Field>
        ) : (
          <TextField label={t("unit.code")} isRequired value={code} onChange={(value) => set({ code: value })} />
        )}
        <TextField label={t("unit.costCentre")} value={draft.costCentre} onChange={(value) => set({ costCentre: value })} />
      </Fields>
      {unit?.parentId !== null && (
        <Field label={t("unit.parent")}>
          {(id) => (
            <DepartmentPicker
              id={id}
              units={organisation.departments}
              value={parent}
              onChange={(value) => set({ parentId: value })}
              {...(unit && { barred: below(organisation.departments, unit.id) })}
            />
          )}
        </Field>
      )}
      <Field label={t("unit.head")}>
        {(id) => <PersonPicker id={id} label={t("unit.head")} isClearable value={head} onChange={(value) => set({ head: value })} />}
      </Field>
      <Field label={t("unit.deputyHead")} hint={t("unit.deputyHint")}>
        {(id) => <PersonPicker id={id} label={t("unit.deputyHead")} isClearable value={deputy} onChange={(value) => set({ deputy: value })} />}
      </Field>
      <Field label={t("unit.calendar")}>
        {(id) => (
          <Select<string>
            id={id}
            value={draft.calendar}
            onChange={(value) => set({ calendar: value })}
            options={[
              { value: "", label: t("unit.calendarInherited") },
              ...organisation.calendars.map((one) => ({ value: one.key, label: one.name })),
            ]}
          />
        )}
      </Field>
      {command.error && (
        <ProblemList problems={[{ code: command.error.code, detail: command.error.message || t("unreachable") }]} />
      )}
      <div className={styles["formFoot"]}>
        <Button onPress={onCancel}>{t("form.cancel")}</Button>
        <Button kind="filled" type="submit" busy={command.isPending} disabled={!isReady}>
          {unit ? t("form.save") : t("unit.add")}
        </Button>
      </div>
    </form>
  );
}
