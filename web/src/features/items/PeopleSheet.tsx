import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { listPeople } from "@/api/sdk.gen";
import type { Decision } from "@/api/types.gen";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Select } from "@/ui/controls/Select";
import { Segmented } from "@/ui/list/Segmented";

import styles from "./Item.module.css";
import { Opinion } from "./Opinion";
import type { WithPeople } from "./people";
import type { SheetProps } from "./sheet";

type Mode = NonNullable<Decision["mode"]>;

const FOUND = 20;
const MODES = ["all", "any", "sequence"] as const satisfies readonly Mode[];
function usePeople(query: string) {
  const wanted = useDeferredValue(query);
  const { data } = useQuery({
    queryKey: ["people", wanted],
    queryFn: async ({ signal }) =>
      (await listPeople({ query: { q: wanted, limit: FOUND }, signal, throwOnError: true })).data,
  });
  return data?.items ?? [];
}

/** Transfer, delegate, add approvers: whom, how they decide, and why. */
export function PeopleSheet(props: SheetProps & { kind: WithPeople }) {
  const { t } = useTranslation("items");
  const { kind, action } = props;
  const isMany = kind.startsWith("add");
  const [comment, setComment] = useState(props.comment);
  const [chosen, setChosen] = useState<string[]>([]);
  const [mode, setMode] = useState<Mode>("all");
  const [query, setQuery] = useState("");
  const people = usePeople(query);
  const isReady = chosen.length > 0 && (!action.needsComment || comment.trim() !== "");
  return (
    <ConfirmSheet
      title={t(`people.title.${kind}`)}
      lead={t(`people.lead.${kind}`)}
      confirm={action.label}
      cancel={t("people.cancel")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment, people: chosen, ...(chosen.length > 1 && { mode }) })}
      onCancel={props.onClose}
    >
      <Select<string[]>
        className={styles["fill"] ?? ""}
        mode="multiple"
        {...(!isMany && { maxCount: 1 })}
        showSearch={{ filterOption: false, onSearch: setQuery }}
        aria-label={t("people.whom")}
        placeholder={t("people.whom")}
        value={chosen}
        onChange={setChosen}
        options={people.map((person) => ({
          value: person.id,
          label: [person.name, person.department, person.position].filter(Boolean).join(" · "),
        }))}
      />
      {chosen.length > 1 && (
        <div>
          <span className={styles["label"]}>{t("people.mode")}</span>
          <Segmented
            label={t("people.mode")}
            segments={MODES.map((key) => ({ key, label: t(`people.modes.${key}`) }))}
            value={mode}
            onChange={setMode}
          />
        </div>
      )}
      <Opinion
        label={action.needsComment ? t("opinion.required") : t("people.why")}
        hasLabel
        rows={2}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}
