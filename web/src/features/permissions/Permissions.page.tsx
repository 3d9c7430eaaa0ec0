/** Roles: what they may do over which data, who has them, and what a change will do to real people. */
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteRole, saveGrants } from "@/api/sdk.gen";
import type { Permissions, RoleDetail } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { Select } from "@/ui/controls/Select";
import { Page, PageHeader } from "@/ui/frame/Page";
import { useIsNarrow } from "@/ui/frame/useWidth";
import { DetailSkeleton, ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";

import { Effects } from "./Effects";
import { asGrants, changedIn, type Draft, draftOf, isUnfinished } from "./grants";
import { Matrix } from "./Matrix";
import { Members } from "./Members";
import styles from "./Permissions.module.css";
import { RoleList } from "./RoleList";
import { useEffects, usePermissions, useRefresh, useRole } from "./usePermissions";

/** The role that each employee has. */
const EVERYBODY = "employee";

export function PermissionsPage({ role, onRole }: { role: string; onRole: (key: string) => void }) {
  const { t } = useTranslation("permissions");
  useTitle(t("title"));
  const query = usePermissions();
  const isNarrow = useIsNarrow();
  if (query.isPending) return <ListSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    if (problem.status === 403) return <NoPermission title={t("hidden.title")} text={t("hidden.text")} />;
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  const { roles, mayChange } = query.data;
  const chosen = roles.find((one) => one.key === role)?.key ?? roles[0]?.key ?? "";
  return (
    <RolePage key={chosen} permissions={query.data} chosen={chosen}>
      {isNarrow ? (
        <div className={styles["narrowRoles"]}>
          <Select<string>
            aria-label={t("roles")}
            value={chosen}
            onChange={onRole}
            options={roles.map((one) => ({ value: one.key, label: one.name }))}
          />
        </div>
      ) : (
        <RoleList roles={roles} chosen={chosen} mayChange={mayChange} onChoose={onRole} />
      )}
    </RolePage>
  );
}

function RolePage(props: { permissions: Permissions; chosen: string; children: ReactNode }) {
  const { t } = useTranslation("permissions");
  const { permissions, chosen } = props;
  const query = useRole(chosen);
  const detail = query.data;
  return detail ? (
    <Editor key={`${chosen}${JSON.stringify(detail.grants)}`} permissions={permissions} detail={detail}>
      {props.children}
    </Editor>
  ) : (
    <Page>
      <PageHeader title={t("title")} fact={t("fact")} />
      <div className={styles["columns"]}>
        {props.children}
        <DetailSkeleton />
      </div>
    </Page>
  );
}

function Editor(props: { permissions: Permissions; detail: RoleDetail; children: ReactNode }) {
  const { t } = useTranslation("permissions");
  const { permissions, detail } = props;
  const { role } = detail;
  const tell = useTell();
  const refresh = useRefresh();
  const before = draftOf(detail.grants);
  const [draft, setDraft] = useState<Draft>(before);
  const changed = changedIn(before, draft);
  const isChanged = changed.length > 0;
  const employee = useRole(role.key === EVERYBODY ? "" : EVERYBODY);
  const effects = useEffects(role.key, draft, isChanged);
  const save = useCommand(
    (_: null, headers) =>
      saveGrants({ path: { role_key: role.key }, body: { grants: asGrants(draft) }, headers, throwOnError: true }),
    {
      onDone: () => {
        refresh();
        tell({ text: t("saved", { name: role.name }) });
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  return (
    <Page>
      <PageHeader title={t("title")} fact={t("fact")}>
        {isChanged && (
          <>
            <Button onPress={() => setDraft(before)}>{t("discard")}</Button>
            <Button kind="filled" busy={save.isPending} disabled={isUnfinished(draft)} onPress={() => save.mutate(null)}>
              {t("save", { count: changed.length })}
            </Button>
          </>
        )}
      </PageHeader>
      <div className={styles["columns"]}>
        {props.children}
        <div className={styles["middle"]}>
          <RoleHead detail={detail} mayChange={permissions.mayChange} />
          <Matrix
            permissions={permissions}
            before={before}
            draft={draft}
            changed={new Set(changed)}
            everybody={new Set(employee.data?.grants.map((grant) => grant.permission))}
            isFixed={!permissions.mayChange}
            onChange={(permission, grants) => setDraft((present) => ({ ...present, [permission]: grants }))}
          />
        </div>
        <aside className={styles["panel"]} aria-label={role.name}>
          <Effects found={effects.data} isChanged={isChanged} />
          <Members detail={detail} mayChange={permissions.mayChange} />
        </aside>
      </div>
    </Page>
  );
}

function RoleHead({ detail, mayChange }: { detail: RoleDetail; mayChange: boolean }) {
  const { t } = useTranslation("permissions");
  const { role, uses } = detail;
  const tell = useTell();
  const refresh = useRefresh();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useCommand(
    (_: null, headers) => deleteRole({ path: { role_key: role.key }, headers, throwOnError: true }),
    {
      onDone: () => {
        setIsAsking(false);
        refresh();
        tell({ text: t("remove.done", { name: role.name }) });
      },
      onProblem: (problem) => tell({ kind: "trouble", text: problem.message || t("unreachable") }),
    },
  );
  return (
    <div className={styles["roleHead"]}>
      <div>
        <h2 className={styles["roleName"]}>{role.name}</h2>
        <p className={styles["quiet"]}>
          {uses.length > 0 ? t("uses", { names: uses.map((one) => one.name).join("、") }) : t("usedNowhere")}
        </p>
      </div>
      {mayChange && !role.isBuiltIn && (
        <IconButton icon={Trash2} label={t("remove.button", { name: role.name })} onPress={() => setIsAsking(true)} />
      )}
      {isAsking && (
        <ConfirmSheet
          title={t("remove.title", { name: role.name })}
          consequences={[
            { kind: "removed", text: t("remove.members", { count: role.memberCount }) },
            ...uses.map((one) => ({ kind: "paused" as const, text: t("remove.use", { name: one.name }) })),
          ]}
          confirm={t("remove.confirm")}
          cancel={t("remove.cancel")}
          isDangerous
          busy={remove.isPending}
          onConfirm={() => remove.mutate(null)}
          onCancel={() => setIsAsking(false)}
        />
      )}
    </div>
  );
}
