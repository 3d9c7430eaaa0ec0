import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { listPeople } from "@/api/sdk.gen";
import type { Person, Pick } from "@/api/types.gen";
import type { PicksProps } from "@/lib/people/picks";
import { Select } from "@/ui/controls/Select";

import styles from "./Item.module.css";

const FOUND = 20;

const named = (person: Person) => ({
  value: person.id,
  label: [person.name, person.department, person.position].filter(Boolean).join(" · "),
});

/** Who shall handle the later steps whose people are chosen here. */
export function Picks({ picks, picked, onChange }: PicksProps) {
  return picks.map((pick) => (
    <OnePick
      key={pick.step.id}
      pick={pick}
      chosen={picked[pick.step.id] ?? []}
      onChoose={(ids) => onChange({ ...picked, [pick.step.id]: ids })}
    />
  ));
}

/** Whoever is picked already has a name in the list, found or not. */
const withChosen = (found: readonly Person[], chosen: readonly Person[]): readonly Person[] => [
  ...chosen.filter(({ id }) => found.every((one) => one.id !== id)),
  ...found,
];

function OnePick({ pick, chosen, onChoose }: { pick: Pick; chosen: string[]; onChoose: (ids: string[]) => void }) {
  const { t } = useTranslation("items");
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query);
  const isAnybody = pick.people === null;
  const { data } = useQuery({
    queryKey: ["people", wanted],
    enabled: isAnybody,
    queryFn: async ({ signal }) =>
      (await listPeople({ query: { q: wanted, limit: FOUND }, signal, throwOnError: true })).data,
  });
  const label = t("pick.whom", { step: pick.step.name });
  return (
    <div>
      <span className={styles["label"]}>
        {label}
        {pick.isRequired && <span className={styles["star"]}>*</span>}
      </span>
      <Select<string[]>
        className={styles["fill"] ?? ""}
        mode="multiple"
        showSearch={isAnybody ? { filterOption: false, onSearch: setQuery } : { optionFilterProp: "label" }}
        aria-label={label}
        placeholder={t("people.whom")}
        value={chosen}
        onChange={onChoose}
        options={withChosen(pick.people ?? data?.items ?? [], pick.picked).map(named)}
      />
    </div>
  );
}
