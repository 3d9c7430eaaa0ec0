import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteGroup, saveGroup } from "@/api/sdk.gen";
import type { PeopleGroup } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { PeoplePicker, type Picked } from "@/ui/controls/PersonPicker";

import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

interface Ask {
  key: string;
  name: string;
  nameEn: string;
  memberIds: string[];
}

/** Groups such as project teams, each with its members. */
export function Groups({ groups }: { groups: readonly PeopleGroup[] }) {
  const { t } = useTranslation("organisation");
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className={styles["part"]}>
      <p className={styles["quiet"]}>{t("groups.text")}</p>
      {groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
      {isAdding && <Group group={null} onDone={() => setIsAdding(false)} />}
      <div>
        <Button size="sm" icon={Plus} disabled={isAdding} onPress={() => setIsAdding(true)}>
          {t("groups.add")}
        </Button>
      </div>
    </div>
  );
}

const isAsBefore = (group: PeopleGroup, name: string, nameEn: string, ids: readonly string[]): boolean =>
  name === group.nameZh && nameEn === group.nameEn && ids.join() === group.members.map((member) => member.id).join();

/** A name as a key: processes find the group by it. */
const keyOf = (name: string): string => name.trim().replace(/\s+/g, "-");

const NEW: PeopleGroup = { key: "", name: "", nameZh: "", nameEn: "", members: [] };

function Group({ group, onDone }: { group: PeopleGroup | null; onDone?: () => void }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const known = group ?? NEW;
  const [name, setName] = useState(known.nameZh);
  const [nameEn, setNameEn] = useState(known.nameEn);
  const [members, setMembers] = useState<Picked[]>(known.members);
  const trouble = (problem: { message: string }) => tell({ kind: "trouble", text: problem.message || t("unreachable") });
  const save = useCommand(
    ({ key, ...body }: Ask, headers) => saveGroup({ path: { group_key: key }, body, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        tell({ text: t("groups.saved", { name }) });
        onDone?.();
      },
      onProblem: trouble,
    },
  );
  const remove = useCommand(
    (key: string, headers) => deleteGroup({ path: { group_key: key }, headers, throwOnError: true }),
    { onDone: refresh, onProblem: trouble },
  );
  const ids = members.map((member) => member.id);
  const isSame = group !== null && isAsBefore(group, name, nameEn, ids);
  return (
    <section className={styles["group"]} aria-label={group?.name ?? t("groups.add")}>
      <Fields>
        <Field label={t("posts.name")} isRequired>
          {(id) => <Input id={id} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t("fields.nameEn")}>
          {(id) => <Input id={id} maxLength={100} value={nameEn} onChange={(event) => setNameEn(event.target.value)} />}
        </Field>
      </Fields>
      <Field label={t("groups.members")}>
        {(id) => <PeoplePicker id={id} label={t("groups.members")} value={members} onChange={setMembers} />}
      </Field>
      <div className={styles["groupFoot"]}>
        {group && (
          <IconButton icon={Trash2} label={t("posts.remove", { name: group.name })} onPress={() => remove.mutate(group.key)} />
        )}
        <Button
          size="sm"
          kind="filled"
          busy={save.isPending}
          disabled={isSame || name.trim() === ""}
          onPress={() =>
            save.mutate({ key: known.key || keyOf(name), name: name.trim(), nameEn, memberIds: ids })
          }
        >
          {t("form.save")}
        </Button>
      </div>
    </section>
  );
}
