import type { FormComponent } from "@/lib/forms/model";
import { unitFor, wordsIn } from "@/lib/forms/schema";
import { moneyInCapitals } from "@/lib/money/capitals";
import { NumberInput, type NumberInputProps } from "@/ui/controls/NumberInput";

import { type ControlProps, useScene } from "../scene";
import { currencySign } from "./currency";
import styles from "./fields.module.css";

const wide = { width: "100%" };

/** A number. Its value stays the text that was typed, so that no digit is lost on the way to the server. */
export function NumberControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { value } = props;
  return (
    <NumberInput<string>
      id={props.id}
      stringMode
      style={wide}
      value={typeof value === "number" || typeof value === "string" ? `${value}` : null}
      {...useAppearance(component, props.isCell ?? false)}
      step={component.increment ?? 1}
      parser={(text) => (text ?? "").replace(/[,，\s]/g, "")}
      status={props.isInvalid ? "error" : ""}
      inputMode="decimal"
      aria-invalid={props.isInvalid}
      aria-describedby={props.describedBy}
      aria-label={props.label}
      onChange={(next) => props.onChange(next === null || next === "" ? null : outgoing(component, next))}
      onBlur={props.onLeave}
    />
  );
}

function useAppearance(component: FormComponent, isCell: boolean): NumberInputProps<string> {
  const { language } = useScene();
  if (component.type === "money") {
    const prefix = isCell ? undefined : currencySign(component.dj?.currency);
    return { precision: 2, controls: false, prefix, formatter: withThousands };
  }
  const unit = unitFor(null, wordsIn(language, component.appearance?.suffixAdorner, component.dj?.unit));
  return {
    prefix: component.appearance?.prefixAdorner,
    suffix: unit || undefined,
    ...(component.decimalDigits !== undefined && { precision: component.decimalDigits }),
  };
}

/** Money keeps its cents as text; other numbers are numbers. */
function outgoing(component: FormComponent, text: string): string | number {
  return component.type === "money" || !Number.isSafeInteger(Math.trunc(Number(text))) ? text : Number(text);
}

function withThousands(value: string | undefined): string {
  const [whole = "", cents] = (value ?? "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return cents === undefined ? grouped : `${grouped}.${cents}`;
}

/** The amount in Chinese capitals, under its field. */
export function Capitals({ component, value }: { component: FormComponent; value: unknown }) {
  const { language } = useScene();
  const shows = component.type === "money" && component.dj?.capitals !== false && language === "zh-CN";
  const isAmount = typeof value === "string" || typeof value === "number";
  const words = shows && isAmount ? moneyInCapitals(value) : null;
  return words ? <div className={styles.capitals}>{words}</div> : null;
}
