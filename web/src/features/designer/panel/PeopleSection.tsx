import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { isOneSeat, sayPeople } from "../document/sentences";
import { type Assignee, plainAssignee, readStep } from "../document/step";
import { AssigneeChips } from "./AssigneeChips";
import { Section } from "./parts";
import { ModeRows, PolicyRows } from "./PolicyRows";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

/** Who handles the step, how several of them agree, and what happens when nobody is found. */
export function PeopleSection() {
  const { t } = useTranslation("designer");
  const { element, editor, language, fields } = usePanel();
  const step = readStep(element.businessObject);
  const naming = useNaming([element.businessObject], language, fields);
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Step", changes);
  const write = (assignees: readonly Assignee[]) => change({ assignees: assignees.map(plainAssignee) });
  return (
    <Section icon={UsersRound} title={t("section.people")} sentence={sayPeople(step, naming)}>
      <AssigneeChips assignees={step.assignees} onChange={write} />
      {step.kind === "approval" && !isOneSeat(step) && <ModeRows step={step} onChange={change} />}
      {step.kind !== "start" && <PolicyRows step={step} onChange={change} />}
    </Section>
  );
}
