import type { FormComponent, Option } from "@/lib/forms/model";
import { optionLabel, wordsIn } from "@/lib/forms/schema";
import { Checkbox, Radio } from "@/ui/controls/Choice";
import { Cascader, Select } from "@/ui/controls/Select";

import { type ControlProps, useScene } from "../scene";
import { listOf } from "../typed";
import styles from "./fields.module.css";

/** More choices than this are searched, not read. */
const SEARCH_FROM = 9;

/** The choices of a field: the schema's, or the ones the server found. */
export function useOptions(component: FormComponent): readonly Option[] {
  const { options } = useScene();
  return (component.key ? options?.[component.key] : undefined) ?? component.values ?? [];
}

/** One or several of a list of choices, as a list to drop down, as buttons or as boxes. */
export function ChoiceControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  switch (component.type) {
    case "radio":
      return <RadioControl component={component} {...props} />;
    case "checklist":
      return <ChecklistControl component={component} {...props} />;
    case "cascade":
      return <CascadeControl component={component} {...props} />;
    default:
      return <SelectControl component={component} {...props} />;
  }
}

function SelectControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { language } = useScene();
  const options = useOptions(component);
  const isMany = component.type === "taglist";
  return (
    <Select
      id={props.id}
      className={styles.wide}
      mode={isMany ? "multiple" : undefined}
      value={isMany ? listOf(props.value) : (props.value ?? undefined)}
      allowClear
      showSearch={options.length >= SEARCH_FROM || isMany ? { optionFilterProp: "label" } : false}
      placeholder={wordsIn(language, undefined, component.dj?.placeholder) || undefined}
      options={options.map((option) => ({ value: option.value, label: optionLabel(option, language) }))}
      status={props.isInvalid ? "error" : ""}
      aria-invalid={props.isInvalid}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      onChange={(value: unknown) => props.onChange(value ?? null)}
      onBlur={props.onLeave}
    />
  );
}

function RadioControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { language } = useScene();
  const options = useOptions(component);
  return (
    <Radio.Group
      id={props.id}
      className={styles.choices}
      value={props.value}
      options={options.map((option) => ({ value: option.value, label: optionLabel(option, language) }))}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      onChange={(event) => {
        props.onChange(event.target.value);
        props.onLeave();
      }}
    />
  );
}

function ChecklistControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { language } = useScene();
  const options = useOptions(component);
  return (
    <div role="group" aria-label={props.label} aria-describedby={props.describedBy}>
      <Checkbox.Group
        className={styles.choices}
        value={listOf(props.value) as (string | number | boolean)[]}
        options={options.map((option) => ({ value: option.value, label: optionLabel(option, language) }))}
        onChange={(values) => {
          props.onChange(values);
          props.onLeave();
        }}
      />
    </div>
  );
}

interface CascadeNode {
  value: string | number;
  label: string;
  children?: CascadeNode[];
}

function CascadeControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { language } = useScene();
  const options = useOptions(component);
  return (
    <Cascader
      id={props.id}
      className={styles.wide}
      options={cascadeNodes(options, language)}
      value={listOf(props.value) as string[]}
      showSearch
      placeholder={wordsIn(language, undefined, component.dj?.placeholder) || undefined}
      status={props.isInvalid ? "error" : ""}
      aria-label={props.label}
      onChange={(path: unknown) => props.onChange(Array.isArray(path) && path.length > 0 ? path : null)}
      onBlur={props.onLeave}
    />
  );
}

function cascadeNodes(options: readonly Option[], language: "zh-CN" | "en-US"): CascadeNode[] {
  return options.map((option) => ({
    value: typeof option.value === "boolean" ? String(option.value) : option.value,
    label: optionLabel(option, language),
    ...(option.children && { children: cascadeNodes(option.children, language) }),
  }));
}

/** Yes or no, with its words behind the box. */
export function FlagControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { required, values } = useScene();
  const key = component.key ?? "";
  return (
    <Checkbox
      id={props.id}
      checked={props.value === true || (props.value === undefined && values[key] === true)}
      aria-describedby={props.describedBy}
      aria-invalid={props.isInvalid}
      onChange={(event) => {
        props.onChange(event.target.checked);
        props.onLeave();
      }}
    >
      {props.label}
      {required.has(key) && <span className={styles.mark}> *</span>}
    </Checkbox>
  );
}
