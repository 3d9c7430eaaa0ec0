import type { FormComponent } from "@/lib/forms/model";
import { wordsIn } from "@/lib/forms/schema";
import { Input } from "@/ui/controls/Input";

import { type ControlProps, useScene } from "../scene";

/** One line of text, or several (`textarea`) with the characters left. */
export function TextControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { language } = useScene();
  const { maxLength } = component.validate ?? {};
  const shared = {
    id: props.id,
    value: typeof props.value === "string" ? props.value : "",
    placeholder: wordsIn(language, undefined, component.dj?.placeholder),
    onBlur: props.onLeave,
    "aria-invalid": props.isInvalid,
    "aria-describedby": props.describedBy,
    "aria-label": props.label,
    status: props.isInvalid ? ("error" as const) : ("" as const),
  };
  if (component.type === "textarea") {
    return (
      <Input.TextArea
        {...shared}
        autoSize={{ minRows: 2, maxRows: 10 }}
        {...(maxLength !== undefined && { count: { show: true, max: maxLength } })}
        onChange={(event) => props.onChange(event.target.value || null)}
      />
    );
  }
  return (
    <Input
      {...shared}
      prefix={component.appearance?.prefixAdorner}
      suffix={component.appearance?.suffixAdorner}
      inputMode={inputMode(component)}
      onChange={(event) => props.onChange(event.target.value || null)}
    />
  );
}

function inputMode(component: FormComponent): "email" | "tel" | "text" {
  if (component.validate?.validationType === "email") return "email";
  return component.validate?.validationType === "phone" ? "tel" : "text";
}
