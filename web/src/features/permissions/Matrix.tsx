import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Action, GrantView, Permissions } from "@/api/types.gen";
import { IconButton } from "@/ui/act/IconButton";
import { Select } from "@/ui/controls/Select";
import { cx } from "@/ui/cx";

import { Condition, ScopeSelect, scopeWord } from "./GrantFields";
import { type Draft, firstScope, freshGrant, GROUPS } from "./grants";
import styles from "./Permissions.module.css";

interface Props {
  permissions: Permissions;
  before: Draft;
  draft: Draft;
  changed: ReadonlySet<string>;
  /** What every employee may without this role. */
  everybody: ReadonlySet<string>;
  isFixed: boolean;
  onChange: (permission: string, grants: readonly GrantView[]) => void;
}

/** Every action, over which data, for which processes. What is not stated is not allowed. */
export function Matrix(props: Props) {
  const { t } = useTranslation("permissions");
  return (
    <table className={styles["matrix"]}>
      <thead>
        <tr>
          <th scope="col">{t("action")}</th>
          <th scope="col">{t("scope")}</th>
          <th scope="col">{t("condition")}</th>
        </tr>
      </thead>
      {GROUPS.map((group) => (
        <tbody key={group}>
          <tr className={styles["group"]}>
            <th scope="rowgroup" colSpan={3}>
              {t(`groups.${group}`)}
            </th>
          </tr>
          {props.permissions.actions
            .filter((action) => action.group === group)
            .map((action) => (
              <Lines key={action.permission} action={action} {...props} />
            ))}
        </tbody>
      ))}
    </table>
  );
}

function Lines({ action, permissions, before, draft, changed, everybody, isFixed, onChange }: Props & { action: Action }) {
  const { t } = useTranslation("permissions");
  const grants = draft[action.permission] ?? [];
  const isChanged = changed.has(action.permission);
  const was = (before[action.permission] ?? []).map((grant) => scopeWord(t, action, grant.scope)).join("、") || t("scopes.none");
  const replace = (next: readonly GrantView[]) => onChange(action.permission, next);
  if (grants.length === 0) {
    return (
      <tr className={cx(styles["line"], styles["off"], isChanged && styles["changed"])}>
        <th scope="row">{action.name}</th>
        <td>
          <div className={styles["scope"]}>
            <ScopeSelect
              action={action}
              grant={null}
              isEverybodys={everybody.has(action.permission)}
              isFixed={isFixed}
              onChange={(scope) => scope && replace([freshGrant(action.permission, scope)])}
            />
            {isChanged && <s className={styles["was"]}>{was}</s>}
          </div>
        </td>
        <td />
      </tr>
    );
  }
  return grants.map((grant, index) => (
    <tr key={index} className={cx(styles["line"], isChanged && styles["changed"])}>
      {index === 0 && (
        <th scope="row" rowSpan={grants.length}>
          {action.name}
        </th>
      )}
      <Cells
        action={action}
        grant={grant}
        permissions={permissions}
        isFixed={isFixed}
        was={isChanged && index === 0 ? was : null}
        onChange={(given) => replace(grants.map((one, at) => (at === index ? { ...one, ...given } : one)))}
        onRemove={() => replace(grants.filter((_, at) => at !== index))}
        {...(index === grants.length - 1 && { onMore: () => replace([...grants, freshGrant(action.permission, firstScope(action))]) })}
      />
    </tr>
  ));
}

/** One scope of an action: how far, for which processes. */
function Cells(props: {
  action: Action;
  grant: GrantView;
  permissions: Permissions;
  isFixed: boolean;
  was: string | null;
  onChange: (given: Partial<GrantView>) => void;
  onRemove: () => void;
  onMore?: () => void;
}) {
  const { t } = useTranslation("permissions");
  const { action, grant, permissions, isFixed, onMore } = props;
  const isScoped = action.scopes.length > 0;
  return (
    <>
      <td>
        <div className={styles["scope"]}>
          <ScopeSelect
            action={action}
            grant={grant}
            isFixed={isFixed}
            onChange={(scope) =>
              scope === null ? props.onRemove() : props.onChange({ scope, departmentIds: scope === "chosen" ? grant.departmentIds : [] })
            }
          />
          {props.was !== null && <s className={styles["was"]}>{props.was}</s>}
          {isScoped && !isFixed && onMore && (
            <IconButton size="sm" icon={Plus} label={t("another", { action: action.name })} onPress={onMore} />
          )}
        </div>
        {grant.scope === "chosen" && (
          <Select<string[]>
            className={styles["departments"] ?? ""}
            mode="multiple"
            disabled={isFixed}
            aria-label={t("departments", { action: action.name })}
            placeholder={t("departmentsHint")}
            showSearch={{ optionFilterProp: "label" }}
            value={[...grant.departmentIds]}
            onChange={(departmentIds) => props.onChange({ departmentIds })}
            options={permissions.departments.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
      </td>
      <td>
        {isScoped ? (
          <Condition action={action} grant={grant} permissions={permissions} isFixed={isFixed} onChange={props.onChange} />
        ) : (
          <span className={styles["quiet"]}>{t("anyProcess")}</span>
        )}
      </td>
    </>
  );
}
