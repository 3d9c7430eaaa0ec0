import { useTranslation } from "react-i18next";

import { NumberInput } from "@/ui/controls/NumberInput";

import { readAmount, type Unit, UNITS, writeAmount } from "../document/durations";
import styles from "./panel.module.css";
import { CommitInput, Pick } from "./parts";

const CLOCK_UNITS: ReadonlySet<Unit> = new Set(["hours", "days", "minutes"]);

/** A time as a number and its unit; what is more than that is shown and edited as it is written. */
export function DurationInput(props: {
  label: string;
  duration: string;
  clock: string;
  usualUnit?: Unit;
  /** Working time makes no sense here. */
  isClockOnly?: boolean;
  onChange: (time: { duration: string; clock: string }) => void;
}) {
  const { t } = useTranslation("designer");
  const amount = props.duration ? readAmount(props.duration, props.clock) : { count: null, unit: props.usualUnit ?? "workingHours" };
  if (!amount) {
    return (
      <CommitInput
        label={props.label}
        value={props.duration}
        isCode
        onCommit={(duration) => props.onChange({ duration, clock: props.clock })}
      />
    );
  }
  return (
    <div className={styles.pair}>
      <NumberInput<number>
        className={styles.wide}
        min={0}
        aria-label={props.label}
        value={amount.count}
        changeOnWheel={false}
        onChange={(count) => {
          if (count !== null) props.onChange(writeAmount({ count, unit: amount.unit }));
        }}
      />
      <Pick
        label={t("duration.unit")}
        value={amount.unit}
        choices={UNITS.filter((unit) => !props.isClockOnly || CLOCK_UNITS.has(unit)).map((value) => ({ value, label: t(`unit.${value}`) }))}
        onPick={(unit) => props.onChange(writeAmount({ count: amount.count ?? 0, unit }))}
      />
    </div>
  );
}
