import type { ComponentType } from "react";

import type { FieldType, FormComponent } from "@/lib/forms/model";

import { ChoiceControl, FlagControl } from "./fields/ChoiceControl";
import { FileControl } from "./fields/FileControl";
import { MomentControl } from "./fields/MomentControl";
import { NumberControl } from "./fields/NumberControl";
import { DepartmentControl, PersonControl } from "./fields/PersonControl";
import { RichTextControl } from "./fields/RichTextControl";
import { SignatureControl } from "./fields/SignatureControl";
import { TextControl } from "./fields/TextControl";
import type { ControlProps } from "./scene";

type Control = ComponentType<ControlProps & { component: FormComponent }>;

/** Tables have their own component; everything that is not named here is a line of text. */
const CONTROLS: Partial<Record<FieldType, Control>> = {
  number: NumberControl,
  money: NumberControl,
  datetime: MomentControl,
  daterange: MomentControl,
  select: ChoiceControl,
  radio: ChoiceControl,
  checklist: ChoiceControl,
  taglist: ChoiceControl,
  cascade: ChoiceControl,
  checkbox: FlagControl,
  user: PersonControl,
  department: DepartmentControl,
  filepicker: FileControl,
  picture: FileControl,
  signature: SignatureControl,
  richtext: RichTextControl,
};

/** The control that fills in a field. */
export function FieldControl(props: ControlProps & { component: FormComponent }) {
  const Control = CONTROLS[props.component.type] ?? TextControl;
  return <Control {...props} />;
}
