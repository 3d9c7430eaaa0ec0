import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { saveRole } from "@/api/sdk.gen";
import type { RoleFields, RoleRow } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { cx } from "@/ui/cx";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Permissions.module.css";
import { useRefresh } from "./usePermissions";

interface Props {
  roles: readonly RoleRow[];
  chosen: string;
  mayChange: boolean;
  onChoose: (key: string) => void;
}

/** The roles with how many people have each; a new one is typed below them. */
export function RoleList({ roles, chosen, mayChange, onChoose }: Props) {
  const { t } = useTranslation("permissions");
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className={styles["roles"]}>
      <h2 className={styles["listName"]}>{t("roles")}</h2>
      <ul>
        {roles.map((role) => (
          <li key={role.key}>
            <button
              type="button"
              className={cx(styles["role"], role.key === chosen && styles["chosen"])}
              aria-current={role.key === chosen}
              onClick={() => onChoose(role.key)}
            >
              <span className="truncate">{role.name}</span>
              {role.isBuiltIn && <span className={styles["mark"]}>{t("builtIn")}</span>}
              <span className={cx(styles["number"], "tnum")}>{role.memberCount}</span>
            </button>
          </li>
        ))}
      </ul>
      {mayChange && !isAdding && (
        <Button kind="link" icon={Plus} onPress={() => setIsAdding(true)}>
          {t("newRole")}
        </Button>
      )}
      {isAdding && (
        <NewRole
          taken={roles.map((role) => role.key)}
          onDone={(key) => {
            setIsAdding(false);
            onChoose(key);
          }}
          onCancel={() => setIsAdding(false)}
        />
      )}
    </div>
  );
}

function NewRole(props: { taken: readonly string[]; onDone: (key: string) => void; onCancel: () => void }) {
  const { t } = useTranslation("permissions");
  const refresh = useRefresh();
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const [nameEn, setNameEn] = useState("");
  const isTaken = props.taken.includes(key);
  const isReady = /^[a-z][a-z0-9_]*$/.test(key) && name.trim() !== "" && !isTaken;
  const save = useCommand(
    (body: RoleFields, headers) => saveRole({ path: { role_key: key }, body, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        props.onDone(key);
      },
    },
  );
  return (
    <form
      className={styles["newRole"]}
      aria-label={t("newRole")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !save.isPending) save.mutate({ name, nameEn });
      }}
    >
      <Field label={t("name")} isRequired>
        {(id) => <Input id={id} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t("nameEn")}>
        {(id) => <Input id={id} maxLength={100} value={nameEn} onChange={(event) => setNameEn(event.target.value)} />}
      </Field>
      <Field label={t("key")} isRequired hint={isTaken ? t("keyTaken") : t("keyHint")}>
        {(id) => <Input id={id} maxLength={60} value={key} onChange={(event) => setKey(event.target.value.trim())} />}
      </Field>
      {save.error && <ProblemList problems={[{ code: save.error.code, detail: save.error.message || t("unreachable") }]} />}
      <div className={styles["foot"]}>
        <Button size="sm" onPress={props.onCancel}>
          {t("cancel")}
        </Button>
        <Button size="sm" kind="filled" type="submit" busy={save.isPending} disabled={!isReady}>
          {t("add")}
        </Button>
      </div>
    </form>
  );
}
