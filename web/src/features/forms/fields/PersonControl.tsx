import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { Select, TreeSelect } from "@/ui/controls/Select";

import { type ControlProps } from "../scene";
import { type DepartmentChoice, type PersonChoice, useFormServices } from "../services";
import { isMultiple, listOf } from "../typed";
import styles from "./fields.module.css";

const HOUR_MS = 3_600_000;

/** Names of people that a form holds by id. */
export function usePeople(ids: readonly string[]): readonly PersonChoice[] {
  const { findPeople } = useFormServices();
  const sorted = [...ids].sort();
  const query = useQuery({
    queryKey: ["people", "ids", sorted],
    queryFn: ({ signal }) => findPeople(sorted, signal),
    enabled: sorted.length > 0,
    staleTime: HOUR_MS,
  });
  return query.data ?? [];
}

/** One person, or several, found by name, pinyin or number. */
export function PersonControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { t } = useTranslation("forms");
  const { searchPeople } = useFormServices();
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed);
  const ids = listOf(props.value).map(String);
  const chosen = usePeople(ids);
  const found = useQuery({
    queryKey: ["people", "search", query],
    queryFn: ({ signal }) => searchPeople(query, signal),
    placeholderData: (before) => before,
  });
  const people = [...new Map([...chosen, ...(found.data ?? [])].map((person) => [person.id, person])).values()];
  const isMany = isMultiple(component);
  return (
    <Select
      id={props.id}
      className={styles.wide}
      mode={isMany ? "multiple" : undefined}
      value={isMany ? ids : (ids[0] ?? undefined)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      loading={found.isFetching}
      placeholder={t("person.placeholder")}
      notFoundContent={found.isError ? t("person.unavailable") : t("person.nobody")}
      options={people.map((person) => ({ value: person.id, label: person.name, department: person.department }))}
      optionRender={({ data }) => (
        <span>
          {data.label} <span className={styles.faint}>{data.department}</span>
        </span>
      )}
      status={props.isInvalid ? "error" : ""}
      aria-label={props.label}
      aria-invalid={props.isInvalid}
      aria-describedby={props.describedBy}
      onChange={(value: string | string[] | undefined) => props.onChange(value ?? null)}
      onBlur={props.onLeave}
    />
  );
}

/** All departments, as the tree they are. */
export function useDepartments(): { tree: readonly DepartmentChoice[]; isLoading: boolean } {
  const { listDepartments } = useFormServices();
  const query = useQuery({
    queryKey: ["departments"],
    queryFn: ({ signal }) => listDepartments(signal),
    staleTime: HOUR_MS,
  });
  return { tree: query.data ?? [], isLoading: query.isLoading };
}

interface TreeNode {
  value: string;
  title: string;
  children?: TreeNode[];
}

function treeNodes(departments: readonly DepartmentChoice[]): TreeNode[] {
  return departments.map(({ id, name, children }) => ({
    value: id,
    title: name,
    ...(children && children.length > 0 && { children: treeNodes(children) }),
  }));
}

export function DepartmentControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { t } = useTranslation("forms");
  const { tree, isLoading } = useDepartments();
  const isMany = isMultiple(component);
  const ids = listOf(props.value).map(String);
  return (
    <TreeSelect
      id={props.id}
      className={styles.wide}
      treeData={treeNodes(tree)}
      multiple={isMany}
      value={isMany ? ids : (ids[0] ?? undefined)}
      showSearch={{ treeNodeFilterProp: "title" }}
      allowClear
      treeDefaultExpandAll
      loading={isLoading}
      placeholder={t("department.placeholder")}
      status={props.isInvalid ? "error" : ""}
      aria-label={props.label}
      onChange={(value: unknown) => props.onChange(value ?? null)}
      onBlur={props.onLeave}
    />
  );
}
