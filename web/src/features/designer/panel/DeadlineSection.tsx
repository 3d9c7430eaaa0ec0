import { AlarmClock, Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";

import type { Plain } from "../document/extensions";
import { sayDeadline } from "../document/sentences";
import { type Clocks, clocksIn, DEADLINE_ACTIONS, isSameMoment, plainDeadlines, readStep, type Reminder } from "../document/step";
import { DurationInput } from "./DurationInput";
import styles from "./panel.module.css";
import { Pick, Row, Section } from "./parts";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const DAY24 = "calendar:DAY24";
const USUAL: Clocks = {
  due: { duration: "PT48H", clock: DAY24 },
  act: { duration: "PT48H", clock: DAY24, action: "escalate", to: "" },
};

/** Until when, who is reminded when, and what happens by itself then. */
export function DeadlineSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const step = readStep(element.businessObject);
  const naming = useNaming([element.businessObject], language, fields);
  const { due, act } = clocksIn(step);
  const write = (clocks: Clocks) => editor.change(element, "dj:Step", { deadlines: plainDeadlines(clocks) });
  if (!due) {
    return (
      <Section icon={AlarmClock} title={t("section.deadline")} sentence={t("say.noDeadline")}>
        <Button size="sm" icon={Plus} onPress={() => write(USUAL)}>
          {t("deadline.add")}
        </Button>
      </Section>
    );
  }
  return (
    <Section icon={AlarmClock} title={t("section.deadline")} sentence={sayDeadline(step, naming)}>
      <Row label={t("deadline.due")}>
        <DurationInput
          label={t("deadline.due")}
          {...due}
          onChange={(time) => write({ due: time, act: act && isSameMoment(due, act) ? { ...act, ...time } : act })}
        />
      </Row>
      <Reminders reminders={step.reminders} onChange={(reminders) => editor.change(element, "dj:Step", { reminders })} />
      <Row label={t("deadline.then")}>
        <Pick
          label={t("deadline.then")}
          value={act?.action ?? "none"}
          choices={(["none", ...DEADLINE_ACTIONS] as const).map((value) => ({ value, label: t(`deadlineAction.${value}`) }))}
          onPick={(action) => write({ due, act: action === "none" ? null : { ...due, to: "", ...act, action } })}
        />
      </Row>
      {act && (
        <Row label={t("deadline.actAfter")} hint={t("deadline.actAfterHint")}>
          <DurationInput label={t("deadline.actAfter")} duration={act.duration} clock={act.clock} onChange={(time) => write({ due, act: { ...act, ...time } })} />
        </Row>
      )}
      <button type="button" className={styles.linkStart} onClick={() => editor.change(element, "dj:Step", { deadlines: [], reminders: [] })}>
        {t("deadline.remove")}
      </button>
    </Section>
  );
}

function Reminders({ reminders, onChange }: { reminders: readonly Reminder[]; onChange: (reminders: readonly Plain[]) => void }) {
  const { t } = useTranslation("designer");
  const plain = (list: readonly Reminder[]) => onChange(list.map((one) => ({ ...one })));
  return (
    <div role="group" aria-label={t("deadline.remind")} className={styles.stack}>
      <div className={styles.rowLabel}>{t("deadline.remind")}</div>
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
        <button type="button" className={styles.linkStart} onClick={() => plain([...reminders, { before: "PT4H", every: "", clock: DAY24 }])}>
          {t("deadline.addReminder")}
        </button>
      </div>
    </div>
  );
}
