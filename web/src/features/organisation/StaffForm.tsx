import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addStaff, saveStaff } from "@/api/sdk.gen";
import type { Organisation, StaffDetail, StaffFields } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { DateInput } from "@/ui/controls/DateInput";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { PersonPicker, type Picked } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";
import { ProblemList } from "@/ui/states/ProblemList";

import { DepartmentPicker } from "./DepartmentPicker";
import { FurtherFields } from "./FurtherFields";
import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

interface Props {
  organisation: Organisation;
  /** None for a new person. */
  detail: StaffDetail | null;
  departmentId: string;
  onDone: (id: string) => void;
  onCancel: () => void;
}

type Draft = Required<Omit<StaffFields, "superiorId">> & { superior: Picked | null };

const NEW: Draft = {
  no: "",
  login: "",
  name: "",
  nameEn: "",
  departmentId: "",
  position: "",
  grade: "",
  email: "",
  mobile: "",
  superior: null,
  joinedOn: null,
  firstWorkOn: null,
  further: [],
};

function firstDraft(detail: StaffDetail | null, departmentId: string): Draft {
  if (!detail) return { ...NEW, departmentId };
  const { person, nameEn, email, mobile, superior, joinedOn, firstWorkOn } = detail;
  return {
    ...{ nameEn, email, mobile, superior, joinedOn, firstWorkOn },
    no: person.no,
    login: person.login,
    name: person.nameZh,
    departmentId: person.departmentId,
    position: detail.positionKey,
    grade: detail.gradeKey,
    further: detail.further.map(({ departmentId: id, position }) => ({ departmentId: id, position })),
  };
}

/** A person's fields, new or changed. */
export function StaffForm({ organisation, detail, departmentId, onDone, onCancel }: Props) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(() => firstDraft(detail, departmentId));
  const set = (given: Partial<Draft>) => setDraft((before) => ({ ...before, ...given }));
  const command = useCommand(
    (body: StaffFields, headers) =>
      detail
        ? saveStaff({ path: { person_id: detail.person.id }, body, headers, throwOnError: true })
        : addStaff({ body, headers, throwOnError: true }),
    {
      onDone: (saved) => {
        refresh();
        tell({ text: t(detail ? "form.saved" : "form.added", { name: draft.name }) });
        onDone(saved.id);
      },
    },
  );
  const isReady = draft.no !== "" && draft.login !== "" && draft.name !== "" && draft.departmentId !== "";
  const text = (key: "no" | "login" | "name" | "nameEn" | "email" | "mobile", isFixed = false) => (
    <Field label={t(`fields.${key}`)} isRequired={key === "no" || key === "login" || key === "name"}>
      {(id) =>
        isFixed ? (
          <span id={id}>{draft[key]}</span>
        ) : (
          <Input id={id} maxLength={100} value={draft[key]} onChange={(event) => set({ [key]: event.target.value })} />
        )
      }
    </Field>
  );
  return (
    <form
      className={styles["form"]}
      aria-label={detail ? t("form.edit", { name: detail.person.name }) : t("form.new")}
      onSubmit={(event) => {
        event.preventDefault();
        const { superior, ...rest } = draft;
        if (isReady && !command.isPending) command.mutate({ ...rest, superiorId: superior?.id ?? null });
      }}
    >
      <h2 className={styles["formName"]}>{detail ? t("form.edit", { name: detail.person.name }) : t("form.new")}</h2>
      <Fields>
        {text("name")}
        {text("nameEn")}
        {text("no", detail !== null)}
        {text("login")}
      </Fields>
      <Field label={t("fields.department")} isRequired>
        {(id) => (
          <DepartmentPicker
            id={id}
            units={organisation.departments}
            value={draft.departmentId}
            onChange={(value) => set({ departmentId: value })}
          />
        )}
      </Field>
      <FurtherFields organisation={organisation} value={draft.further} onChange={(further) => set({ further })} />
      <Fields>
        <Field label={t("fields.position")}>
          {(id) => (
            <Select<string>
              id={id}
              showSearch={{ optionFilterProp: "label" }}
              allowClear
              value={draft.position || null}
              onChange={(value?: string) => set({ position: value ?? "" })}
              options={organisation.positions.map((one) => ({ value: one.key, label: one.name }))}
            />
          )}
        </Field>
        <Field label={t("fields.grade")}>
          {(id) => (
            <Select<string>
              id={id}
              allowClear
              value={draft.grade || null}
              onChange={(value?: string) => set({ grade: value ?? "" })}
              options={organisation.grades.map((one) => ({ value: one.key, label: one.name }))}
            />
          )}
        </Field>
        {text("email")}
        {text("mobile")}
        <Field label={t("fields.joinedOn")}>
          {(id) => <DateInput id={id} value={draft.joinedOn} onChange={(value) => set({ joinedOn: value })} />}
        </Field>
        <Field label={t("fields.firstWorkOn")}>
          {(id) => <DateInput id={id} value={draft.firstWorkOn} onChange={(value) => set({ firstWorkOn: value })} />}
        </Field>
      </Fields>
      <Field label={t("fields.superior")} hint={t("fields.superiorHint")}>
        {(id) => (
          <PersonPicker
            id={id}
            label={t("fields.superior")}
            placeholder={t("fields.superiorNone")}
            isClearable
            value={draft.superior}
            onChange={(superior) => set({ superior })}
            {...(detail && { without: [detail.person.id] })}
          />
        )}
      </Field>
      {command.error && (
        <ProblemList problems={[{ code: command.error.code, detail: command.error.message || t("unreachable") }]} />
      )}
      <div className={styles["formFoot"]}>
        <Button onPress={onCancel}>{t("form.cancel")}</Button>
        <Button kind="filled" type="submit" busy={command.isPending} disabled={!isReady}>
          {detail ? t("form.save") : t("form.add")}
        </Button>
      </div>
    </form>
  );
}
