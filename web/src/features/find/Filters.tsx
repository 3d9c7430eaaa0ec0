import { SlidersHorizontal, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { usePeople } from "@/lib/people/usePeople";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { DateRangeInput } from "@/ui/controls/DateInput";
import { Field, Fields } from "@/ui/controls/Field";
import { NumberInput } from "@/ui/controls/NumberInput";
import { PersonPicker } from "@/ui/controls/PersonPicker";
import { Select } from "@/ui/controls/Select";
import { Icon } from "@/ui/Icon";
import { FilterChip } from "@/ui/list/FilterChip";
import { SavedViews } from "@/ui/list/SavedViews";

import styles from "./Find.module.css";
import { type FindSearch, keptOf, NOTHING_ASKED, STATES } from "./model";
import { useChoices, useDepartments } from "./useFind";

interface FiltersProps {
  search: FindSearch;
  columns: readonly string[];
  onSearch: (patch: FindSearch) => void;
  onColumns: (columns: readonly string[]) => void;
}

/** Saved filters and chips in one row; what is rarely asked stands behind one more button. */
export function Filters({ search, columns, onSearch, onColumns }: FiltersProps) {
  const { t } = useTranslation("find");
  const [isOpen, setIsOpen] = useState(false);
  const { processes } = useChoices(search.process);
  return (
    <div className={styles["filters"]}>
      <SavedViews
        page="instances"
        state={{ filters: keptOf(search), columns }}
        onChoose={(view) => {
          onSearch({ ...NOTHING_ASKED, order: undefined, ...view.filters });
          if (view.columns.length > 0) onColumns(view.columns);
        }}
      />
      <FilterChip
        label={t("filter.state")}
        options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={search.state}
        onChange={(state) => onSearch({ state: STATES.find((one) => one === state) })}
      />
      <FilterChip
        label={t("filter.process")}
        options={processes.map(({ key, name }) => ({ value: key, label: name }))}
        value={search.process}
        onChange={(process) => onSearch({ process })}
      />
      <ChosenRest search={search} onSearch={onSearch} />
      <Button kind="text" size="sm" icon={SlidersHorizontal} aria-haspopup="dialog" onPress={() => setIsOpen(true)}>
        {t("filter.more")}
      </Button>
      {isOpen && (
        <MoreDialog
          search={search}
          onApply={(patch) => {
            onSearch(patch);
            setIsOpen(false);
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </div>
  );
}

/** Chips of what was chosen behind the button, each with a cross. */
function ChosenRest({ search, onSearch }: Pick<FiltersProps, "search" | "onSearch">) {
  const { t } = useTranslation("find");
  const department = useDepartments().find((one) => one.id === search.department);
  const range = [search.from, search.until].some(Boolean);
  const amounts = [search.min, search.max].some(Boolean);
  return (
    <>
      {search.department && (
        <Chosen text={department?.name ?? t("filter.department")} onRemove={() => onSearch({ department: undefined })} />
      )}
      {search.initiator && (
        <ChosenPerson id={search.initiator} say={(name) => t("chosen.initiator", { name })} onRemove={() => onSearch({ initiator: undefined })} />
      )}
      {search.waitingFor && (
        <ChosenPerson id={search.waitingFor} say={(name) => t("chosen.waitingFor", { name })} onRemove={() => onSearch({ waitingFor: undefined })} />
      )}
      {range && (
        <Chosen
          text={t("chosen.dates", { from: search.from ?? "…", until: search.until ?? "…" })}
          onRemove={() => onSearch({ from: undefined, until: undefined })}
        />
      )}
      {amounts && (
        <Chosen
          text={t("chosen.amounts", { min: search.min ?? "…", max: search.max ?? "…" })}
          onRemove={() => onSearch({ min: undefined, max: undefined })}
        />
      )}
    </>
  );
}

function ChosenPerson({ id, say, onRemove }: { id: string; say: (name: string) => string; onRemove: () => void }) {
  const person = usePeople("").find((one) => one.id === id);
  return <Chosen text={say(person?.name ?? "…")} onRemove={onRemove} />;
}

function Chosen({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation("ui");
  return (
    <button type="button" className={styles["chosen"]} aria-label={t("removeFilter", { name: text })} onClick={onRemove}>
      <span className="truncate">{text}</span>
      <Icon of={X} size={14} />
    </button>
  );
}

function MoreDialog(props: { search: FindSearch; onApply: (patch: FindSearch) => void; onClose: () => void }) {
  const { t } = useTranslation("find");
  const [asked, setAsked] = useState<FindSearch>(props.search);
  const departments = useDepartments();
  const change = (patch: FindSearch) => setAsked((before) => ({ ...before, ...patch }));
  return (
    <Dialog
      title={t("filter.more")}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={() => props.onApply(NOTHING_ASKED)}>{t("filter.clear")}</Button>
          <Button kind="filled" onPress={() => props.onApply(asked)}>
            {t("filter.show")}
          </Button>
        </>
      }
    >
      <Fields>
        <Field label={t("filter.department")}>
          {(id) => (
            <Select<string>
              id={id}
              className={styles["wide"] ?? ""}
              allowClear
              showSearch={{ optionFilterProp: "label" }}
              value={asked.department ?? null}
              onChange={(department: string | undefined) => change({ department })}
              options={departments.map(({ id: value, name }) => ({ value, label: name }))}
            />
          )}
        </Field>
        <Field label={t("filter.dates")}>
          {(id) => (
            <DateRangeInput
              id={id}
              value={{ from: asked.from ?? null, until: asked.until ?? null }}
              onChange={(range) => change({ from: range?.from ?? undefined, until: range?.until ?? undefined })}
            />
          )}
        </Field>
        <Field label={t("filter.initiator")}>
          {(id) => <Person id={id} label={t("filter.initiator")} value={asked.initiator} onChange={(initiator) => change({ initiator })} />}
        </Field>
        <Field label={t("filter.waitingFor")}>
          {(id) => <Person id={id} label={t("filter.waitingFor")} value={asked.waitingFor} onChange={(waitingFor) => change({ waitingFor })} />}
        </Field>
        <Field label={t("filter.min")}>
          {(id) => (
            <NumberInput<string> id={id} className={styles["wide"] ?? ""} stringMode min="0" value={asked.min ?? null} onChange={(min) => change({ min: min ?? undefined })} />
          )}
        </Field>
        <Field label={t("filter.max")}>
          {(id) => (
            <NumberInput<string> id={id} className={styles["wide"] ?? ""} stringMode min="0" value={asked.max ?? null} onChange={(max) => change({ max: max ?? undefined })} />
          )}
        </Field>
      </Fields>
    </Dialog>
  );
}

function Person(props: { id: string; label: string; value: string | undefined; onChange: (id: string | undefined) => void }) {
  const known = usePeople("").find((person) => person.id === props.value);
  const [picked, setPicked] = useState<{ id: string; name: string } | null>(null);
  const value = props.value ? { id: props.value, name: picked?.name ?? known?.name ?? props.value } : null;
  return (
    <PersonPicker
      id={props.id}
      label={props.label}
      isClearable
      value={value}
      onChange={(person) => {
        setPicked(person);
        props.onChange(person?.id);
      }}
    />
  );
}
