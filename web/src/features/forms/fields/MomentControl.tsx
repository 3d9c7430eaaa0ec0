import type { FormComponent, FormValue } from "@/lib/forms/model";
import { type DateRange as Days, DateInput, DateRangeInput, DateTimeInput, TimeInput } from "@/ui/controls/DateInput";

import type { ControlProps } from "../scene";
import { isDateRange } from "../typed";

/** A day, a time of day, both, or a span of days. */
export function MomentControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const shared = {
    id: props.id,
    status: props.isInvalid ? ("error" as const) : ("" as const),
    "aria-label": props.label,
    "aria-invalid": props.isInvalid,
    ...(props.describedBy && { "aria-describedby": props.describedBy }),
    onBlur: props.onLeave,
  };
  const text = typeof props.value === "string" ? props.value : null;
  const onChange = (value: string | null) => props.onChange(value);
  if (component.type === "daterange") {
    return (
      <DateRangeInput {...shared} value={daysOf(props.value)} onChange={(days) => props.onChange(rangeOf(days))} />
    );
  }
  if (component.subtype === "time") return <TimeInput {...shared} value={text} onChange={onChange} />;
  if (component.subtype === "datetime") return <DateTimeInput {...shared} value={text} onChange={onChange} />;
  return <DateInput {...shared} value={text} onChange={onChange} />;
}

function daysOf(value: FormValue): Days | null {
  return isDateRange(value) ? { from: value.start, until: value.end } : null;
}

function rangeOf(days: Days | null): FormValue {
  return days && (days.from ?? days.until) ? { start: days.from, end: days.until } : null;
}
