import { Plus, UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";
import { Popover } from "@/ui/controls/Overlay";

import { isOneSeat, sayAssignee, sayPeople } from "../document/sentences";
import { type Assignee, plainAssignee, readStep } from "../document/step";
import { AssigneeForm } from "./AssigneeForm";
import styles from "./panel.module.css";
import { Section } from "./parts";
import { ModeRows, PolicyRows } from "./PolicyRows";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const NEW: Assignee = { source: "departmentHead", value: "", of: "initiator", levels: null, claim: false };

/** Who handles the step, how several of them agree, and what happens when nobody is found. */
export function PeopleSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const step = readStep(element.businessObject);
  const naming = useNaming([element.businessObject], language, fields);
  const [editing, setEditing] = useState<number | "new" | null>(null);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Step", changes);
  const save = (index: number, assignee: Assignee | null) => {
    const before: readonly Assignee[] = step.assignees;
    const kept = assignee ? before.with(index, assignee) : before.filter((_, at) => at !== index);
    change({ assignees: kept.map(plainAssignee) });
    setEditing(null);
  };
  return (
    <Section
      icon={UsersRound}
      title={t("section.people")}
      sentence={sayPeople(step, naming)}
      action={
        <Popover
          trigger="click"
          placement="leftTop"
          open={editing === "new"}
          onOpenChange={(open) => setEditing(open ? "new" : null)}
          content={
            <AssigneeForm
              assignee={NEW}
              onSave={(assignee) => {
                change({ assignees: [...step.assignees, assignee].map(plainAssignee) });
                setEditing(null);
              }}
            />
          }
        >
          <span>
            <IconButton icon={Plus} label={t("who.add")} size="sm" aria-haspopup="dialog" />
          </span>
        </Popover>
      }
    >
      {step.assignees.length > 0 && (
        <div className={styles.chips}>
          {step.assignees.map((assignee, index) => (
            <Popover
              key={index}
              trigger="click"
              placement="leftTop"
              open={editing === index}
              onOpenChange={(open) => setEditing(open ? index : null)}
              content={
                <AssigneeForm
                  assignee={assignee}
                  onSave={(next) => save(index, next)}
                  onRemove={() => save(index, null)}
                />
              }
            >
              <button type="button" className={styles.chip}>
                {sayAssignee(assignee, naming)}
              </button>
            </Popover>
          ))}
        </div>
      )}
      {step.kind === "approval" && !isOneSeat(step) && <ModeRows step={step} onChange={change} />}
      {step.kind !== "start" && <PolicyRows step={step} onChange={change} />}
    </Section>
  );
}
