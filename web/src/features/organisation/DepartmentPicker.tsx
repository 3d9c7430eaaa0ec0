import type { Unit } from "@/api/types.gen";
import { TreeSelect } from "@/ui/controls/Select";

import { choices } from "./model";

interface Props {
  id?: string;
  label?: string;
  placeholder?: string;
  units: readonly Unit[];
  value: string | null;
  onChange: (id: string) => void;
  /** Which cannot be chosen. */
  barred?: ReadonlySet<string>;
  /** With it, the choice can be taken back. */
  onClear?: () => void;
}

/** A department, chosen from the tree or by typing. */
export function DepartmentPicker(props: Props) {
  return (
    <TreeSelect<string>
      {...(props.id !== undefined && { id: props.id })}
      {...(props.label !== undefined && { "aria-label": props.label })}
      {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
      {...(props.value !== null && props.value !== "" && { value: props.value })}
      showSearch={{ treeNodeFilterProp: "title" }}
      treeDefaultExpandAll
      allowClear={props.onClear !== undefined}
      onChange={(value?: string) => (value === undefined ? props.onClear?.() : props.onChange(value))}
      treeData={choices(props.units, props.barred)}
    />
  );
}
