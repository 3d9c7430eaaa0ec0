import { useState } from "react";

import { usePeople } from "@/lib/people/usePeople";

import { Select } from "./Select";

/** A person as a field knows them. */
export interface Picked {
  id: string;
  name: string;
}

interface Common {
  id?: string;
  label: string;
  placeholder?: string;
  /** Who cannot be chosen. */
  without?: readonly string[];
}

const wide = { width: "100%" };

function useChoices(value: readonly Picked[], without: readonly string[] = []) {
  const [typed, setTyped] = useState("");
  const found = usePeople(typed);
  const people = found.filter((person) => !without.includes(person.id));
  const known = value.filter((one) => !people.some((person) => person.id === one.id));
  const options = [
    ...known.map((one) => ({ value: one.id, label: one.name, name: one.name })),
    ...people.map((person) => ({
      value: person.id,
      label: [person.name, person.department, person.position].filter(Boolean).join(" · "),
      name: person.name,
    })),
  ];
  return { options, search: { filterOption: false as const, onSearch: setTyped }, names: new Map(options.map((one) => [one.value, one.name])) };
}

/** One person, found by name, pinyin or number. */
export function PersonPicker(
  props: Common & { value: Picked | null; onChange: (person: Picked | null) => void; isClearable?: boolean },
) {
  const { options, search, names } = useChoices(props.value ? [props.value] : [], props.without);
  return (
    <Select<string>
      {...(props.id !== undefined && { id: props.id })}
      style={wide}
      showSearch={search}
      allowClear={props.isClearable ?? false}
      aria-label={props.label}
      placeholder={props.placeholder ?? props.label}
      optionLabelProp="name"
      value={props.value?.id ?? null}
      onChange={(id: string | undefined) => props.onChange(id ? { id, name: names.get(id) ?? id } : null)}
      options={options}
    />
  );
}

/** Several people. */
export function PeoplePicker(props: Common & { value: readonly Picked[]; onChange: (people: Picked[]) => void }) {
  const { options, search, names } = useChoices(props.value, props.without);
  const known = new Map(props.value.map((one) => [one.id, one.name]));
  return (
    <Select<string[]>
      {...(props.id !== undefined && { id: props.id })}
      style={wide}
      mode="multiple"
      showSearch={search}
      aria-label={props.label}
      placeholder={props.placeholder ?? props.label}
      optionLabelProp="name"
      value={props.value.map((one) => one.id)}
      onChange={(ids) => props.onChange(ids.map((id) => ({ id, name: known.get(id) ?? names.get(id) ?? id })))}
      options={options}
    />
  );
}
