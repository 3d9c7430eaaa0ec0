import { AlarmClock, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";

import type { Plain } from "../document/extensions";
import { sayDeadline } from "../document/sentences";
import { type Deadline, DEADLINE_ACTIONS, readStep, type Reminder } from "../document/step";
import { DurationInput } from "./DurationInput";
import styles from "./panel.module.css";
import { Pick, Row, Section } from "./parts";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const DAY24 = "calendar:DAY24";
const USUAL: Plain[] = [
  { kind: "due", duration: "PT48H", clock: DAY24 },
  { kind: "action", duration: "PT48H", clock: DAY24, action: "escalate" },
];

/** Until when, who is reminded when, and what happens by itself then. */
export function DeadlineSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const step = readStep(element.businessObject);
  const naming = useNaming([element.businessObject], language, fields);
  const due = step.deadlines.find((one) => one.kind === "due");
  const act = step.deadlines.find((one) => one.kind === "action");
  const write = (deadlines: readonly (Deadline | Plain)[]) =>
    editor.change(element, "dj:Step", { deadlines: deadlines.map((one) => ({ ...one })) });

  if (!due && !act) {
    return (
      <Section icon={AlarmClock} title={t("section.deadline")} sentence={t("say.noDeadline")}>
        <Button size="sm" icon={Plus} onPress={() => write(USUAL)}>
          {t("deadline.add")}
        </Button>
      </Section>
    );
  }
  const first = due ?? act;
  const setDue = (time: { duration: string; clock: string }) => {
    const moved = (one: Deadline | undefined) => (one && isSame(one, first) ? { ...one, ...time } : one);
    write([moved(due) ?? { kind: "due", ...time }, moved(act)].filter((one) => one !== undefined));
  };
  const setAct = (part: Partial<Deadline>) => {
    const base: Deadline = act ?? { kind: "action", duration: first?.duration ?? "", clock: first?.clock ?? "", action: "", to: "" };
    write([...(due ? [due] : []), { ...base, ...part }]);
  };
  return (
    <Section icon={AlarmClock} title={t("section.deadline")} sentence={sayDeadline(step, naming)}>
      <Row label={t("deadline.due")}>
        <DurationInput label={t("deadline.due")} duration={first?.duration ?? ""} clock={first?.clock ?? ""} onChange={setDue} />
      </Row>
      <Reminders reminders={step.reminders} onChange={(reminders) => editor.change(element, "dj:Step", { reminders })} />
      <Row label={t("deadline.then")}>
        <Pick
          label={t("deadline.then")}
          value={act?.action || "none"}
          choices={(["none", ...DEADLINE_ACTIONS] as const).map((value) => ({ value, label: t(`deadlineAction.${value}`) }))}
          onPick={(action) => (action === "none" ? write(due ? [due] : []) : setAct({ action }))}
        />
      </Row>
      {act?.action && (
        <Row label={t("deadline.actAfter")} hint={t("deadline.actAfterHint")}>
          <DurationInput label={t("deadline.actAfter")} duration={act.duration} clock={act.clock} onChange={setAct} />
        </Row>
      )}
      <Button size="sm" kind="dangerText" onPress={() => editor.change(element, "dj:Step", { deadlines: [], reminders: [] })}>
        {t("deadline.remove")}
      </Button>
    </Section>
  );
}

function isSame(one: Deadline, other: Deadline | undefined): boolean {
  return one.duration === other?.duration && one.clock === other.clock;
}

function Reminders({ reminders, onChange }: { reminders: readonly Reminder[]; onChange: (reminders: readonly Plain[]) => void }) {
  const { t } = useTranslation("designer");
  const plain = (list: readonly Reminder[]) => onChange(list.map((one) => ({ ...one })));
  return (
    <Row label={t("deadline.remind")}>
      <div className={styles.stack}>
        {reminders.map((reminder, index) => (
          <div key={index} className={styles.card}>
            <div className={styles.cardHead}>
              <Pick
                label={t("deadline.remindKind")}
                value={reminder.before ? "before" : "every"}
                choices={(["before", "every"] as const).map((value) => ({ value, label: t(`reminder.${value}`) }))}
                onPick={(kind) => {
                  const time = reminder.before || reminder.every;
                  plain(reminders.with(index, { ...reminder, before: kind === "before" ? time : "", every: kind === "every" ? time : "" }));
                }}
              />
              <IconButton icon={X} size="sm" label={t("deadline.dropReminder")} onPress={() => plain(reminders.filter((_, at) => at !== index))} />
            </div>
            <DurationInput
              label={t("deadline.remind")}
              duration={reminder.before || reminder.every}
              clock={reminder.clock}
              onChange={({ duration, clock }) =>
                plain(reminders.with(index, { ...reminder, clock, ...(reminder.before ? { before: duration } : { every: duration }) }))
              }
            />
          </div>
        ))}
        <button type="button" className={styles.link} onClick={() => plain([...reminders, { before: "PT4H", every: "", clock: DAY24 }])}>
          {t("deadline.addReminder")}
        </button>
      </div>
    </Row>
  );
}
