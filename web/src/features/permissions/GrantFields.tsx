import { useTranslation } from "react-i18next";

import type { Action, GrantView, Permissions } from "@/api/types.gen";
import { Select } from "@/ui/controls/Select";

import type { Scope } from "./grants";
import styles from "./Permissions.module.css";

type Words = ReturnType<typeof useTranslation<"permissions">>["t"];

/** A scope in words; what has none is simply allowed. */
export const scopeWord = (t: Words, action: Action, scope: Scope): string =>
  action.scopes.length === 0 ? t("scopes.yes") : t(`scopes.${scope}`);

/** How far, or not at all. */
export function ScopeSelect(props: {
  action: Action;
  grant: GrantView | null;
  isEverybodys?: boolean;
  isFixed: boolean;
  onChange: (scope: Scope | null) => void;
}) {
  const { t } = useTranslation("permissions");
  const { action, grant } = props;
  const none = props.isEverybodys ? t("scopes.everybody") : t("scopes.none");
  const scopes: readonly Scope[] = action.scopes.length > 0 ? action.scopes : [grant?.scope ?? "all"];
  if (props.isFixed) {
    return <span>{grant ? scopeWord(t, action, grant.scope) : none}</span>;
  }
  return (
    <Select<string>
      className={styles["select"] ?? ""}
      variant="borderless"
      popupMatchSelectWidth={false}
      aria-label={t("scopeOf", { action: action.name })}
      value={grant?.scope ?? "none"}
      onChange={(value) => props.onChange(value === "none" ? null : (value as Scope))}
      options={[
        { value: "none", label: none },
        ...scopes.map((scope) => ({ value: scope, label: scopeWord(t, action, scope) })),
      ]}
    />
  );
}

/** Only for some processes, or for some kinds of them. */
export function Condition(props: {
  action: Action;
  grant: GrantView;
  permissions: Permissions;
  isFixed: boolean;
  onChange: (given: Partial<GrantView>) => void;
}) {
  const { t } = useTranslation("permissions");
  const { grant, permissions } = props;
  const categories = new Map(permissions.processes.map((process) => [process.category, process.categoryName]));
  categories.delete("");
  const unknown = grant.processes.filter((key) => !permissions.processes.some((process) => process.key === key));
  const options = [
    {
      label: t("categories"),
      options: [...categories].map(([key, name]) => ({ value: `c:${key}`, label: t("category", { name }) })),
    },
    {
      label: t("processes"),
      options: [
        ...permissions.processes.map((process) => ({ value: `p:${process.key}`, label: process.name })),
        ...unknown.map((key) => ({ value: `p:${key}`, label: key })),
      ],
    },
  ];
  const value = [...grant.categories.map((key) => `c:${key}`), ...grant.processes.map((key) => `p:${key}`)];
  const named = (kind: string, chosen: readonly string[]) =>
    chosen.filter((one) => one.startsWith(kind)).map((one) => one.slice(kind.length));
  return (
    <Select<string[]>
      className={styles["condition"] ?? ""}
      mode="multiple"
      variant="borderless"
      disabled={props.isFixed}
      aria-label={t("conditionOf", { action: props.action.name })}
      placeholder={t("anyProcess")}
      showSearch={{ optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      maxTagCount={2}
      value={value}
      onChange={(chosen) => props.onChange({ categories: named("c:", chosen), processes: named("p:", chosen) })}
      options={options}
    />
  );
}
