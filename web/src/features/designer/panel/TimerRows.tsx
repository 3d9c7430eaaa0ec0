import { useTranslation } from "react-i18next";

import { NumberInput } from "@/ui/controls/NumberInput";
import { AutoComplete } from "@/ui/controls/Select";

import type { ModdleElement } from "../bpmn/types";
import { readTimer, readRepeat, type TimerKind, TIMER_KINDS, usualTimer, writeRepeat } from "../document/timers";
import { DurationInput } from "./DurationInput";
import { FeelRow } from "./FeelRow";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row } from "./parts";
import { usePanel } from "./usePanel";

const CLOCKS = ["clock", "working", "calendar:DAY24"] as const;

/** When the clock acts: after a while, at a moment, again and again, or by a timetable. */
export function TimerRows({ definition }: { definition: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const timer = readTimer(definition);
  const set = (kind: TimerKind, value: string) => editor.setTimer(element, definition, { kind: kind === "cron" ? "cycle" : kind, value });
  return (
    <>
      <Row label={t("timer.kind")}>
        <Pick
          label={t("timer.kind")}
          value={timer.kind}
          choices={TIMER_KINDS.map((value) => ({ value, label: t(`timer.${value}`) }))}
          onPick={(kind) => set(kind, usualTimer(kind))}
        />
      </Row>
      {timer.kind === "duration" && <DurationRows definition={definition} duration={timer.value} />}
      {timer.kind === "date" && (
        <FeelRow label={t("timer.value")} hint={t("timer.dateHint")} value={timer.value} onCommit={(value) => set("date", value)} />
      )}
      {timer.kind === "cycle" && <CycleRows value={timer.value} onChange={(value) => set("cycle", value)} />}
      {timer.kind === "cron" && (
        <Row label={t("timer.value")} hint={t("timer.cronHint")}>
          <CommitInput label={t("timer.value")} value={timer.value} isCode onCommit={(value) => set("cron", value)} />
        </Row>
      )}
    </>
  );
}

function DurationRows({ definition, duration }: { definition: ModdleElement; duration: string }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const own = definition.get("dj:clock");
  const clock = typeof own === "string" && own ? own : "clock";
  const setClock = (next: string) => editor.setPart(element, definition, { "dj:clock": next === "clock" ? undefined : next });
  return (
    <>
      <Row label={t("timer.value")} hint={t("timer.durationHint")}>
        <DurationInput
          label={t("timer.value")}
          duration={duration}
          clock={clock}
          usualUnit="hours"
          onChange={(time) =>
            editor.together(() => {
              editor.setTimer(element, definition, { kind: "duration", value: time.duration });
              setClock(time.clock);
            })
          }
        />
      </Row>
      <Row label={t("timer.clock")} hint={t("timer.clockHint")}>
        <AutoComplete
          key={clock}
          className={styles.wide}
          aria-label={t("timer.clock")}
          defaultValue={clock}
          options={CLOCKS.map((value) => ({ value, label: t(`timer.clocks.${value === "calendar:DAY24" ? "day24" : value}`) }))}
          onSelect={(value: string) => setClock(value)}
          onBlur={(event) => setClock((event.target as HTMLInputElement).value.trim() || "clock")}
        />
      </Row>
    </>
  );
}

function CycleRows({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation("designer");
  const repeat = readRepeat(value);
  if (!repeat) return <FeelRow label={t("timer.value")} hint={t("timer.cycleHint")} value={value} onCommit={onChange} />;
  return (
    <>
      <Row label={t("timer.every")}>
        <DurationInput
          label={t("timer.every")}
          duration={repeat.every}
          clock="clock"
          usualUnit="hours"
          isClockOnly
          onChange={({ duration }) => onChange(writeRepeat({ ...repeat, every: duration }))}
        />
      </Row>
      <Row label={t("timer.times")} hint={t("timer.timesHint")}>
        <NumberInput<number>
          className={styles.wide}
          min={1}
          aria-label={t("timer.times")}
          value={repeat.times}
          changeOnWheel={false}
          placeholder={t("timer.forever")}
          onChange={(times) => onChange(writeRepeat({ ...repeat, times }))}
        />
      </Row>
    </>
  );
}
