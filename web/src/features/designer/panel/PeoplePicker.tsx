import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { listPeople } from "@/api/sdk.gen";
import { Select } from "@/ui/controls/Select";

import styles from "./panel.module.css";
import { useNames } from "./useNames";

/** People of the company, written into the model as their ids, several with a space between. */
export function PeoplePicker(props: { label: string; value: string; onPick: (value: string) => void }) {
  const { t } = useTranslation("designer");
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed);
  const chosen = props.value.split(/[\s,]+/).filter(Boolean);
  const nameOf = useNames(chosen);
  const found = useQuery({
    queryKey: ["people", "search", query],
    queryFn: async ({ signal }) => (await listPeople({ query: { q: query, limit: 20 }, signal, throwOnError: true })).data.items,
    placeholderData: (before) => before,
  });
  const options = new Map([
    ...(found.data ?? []).map((person): [string, string] => [
      person.id,
      person.department ? `${person.name} · ${person.department}` : person.name,
    ]),
    ...chosen.map((id): [string, string] => [id, nameOf(id)]),
  ]);
  return (
    <Select<string[]>
      className={styles.wide}
      mode="multiple"
      aria-label={props.label}
      value={chosen}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t("who.findPeople")}
      options={[...options].map(([value, label]) => ({ value, label }))}
      onChange={(values) => props.onPick(values.join(" "))}
    />
  );
}
