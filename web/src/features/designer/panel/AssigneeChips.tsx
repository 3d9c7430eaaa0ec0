import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";
import { Popover } from "@/ui/controls/Overlay";

import { sayAssignee } from "../document/sentences";
import type { Assignee } from "../document/step";
import { AssigneeForm } from "./AssigneeForm";
import styles from "./panel.module.css";
import { useNaming } from "./useNaming";
import { usePanel } from "./usePanel";

const NEW: Assignee = { source: "departmentHead", value: "", of: "initiator", levels: null, vacant: "", claim: false };

interface ChipsProps {
  assignees: readonly Assignee[];
  onChange: (assignees: readonly Assignee[]) => void;
}

/** Ways to find people, each opened by a press. */
export function AssigneeChips({ assignees, onChange }: ChipsProps) {
  const { language, fields, element } = usePanel();
  const naming = useNaming([element.businessObject], language, fields);
  const [editing, setEditing] = useState<number | null>(null);
  const save = (index: number, assignee: Assignee | null) => {
    onChange(assignee ? assignees.with(index, assignee) : assignees.filter((_, at) => at !== index));
    setEditing(null);
  };
  return (
    <div className={styles.chips}>
      {assignees.map((assignee, index) => (
        <Popover
          key={index}
          trigger="click"
          placement="leftTop"
          open={editing === index}
          onOpenChange={(open) => setEditing(open ? index : null)}
          content={<AssigneeForm assignee={assignee} onSave={(next) => save(index, next)} onRemove={() => save(index, null)} />}
        >
          <button type="button" className={styles.chip}>
            {sayAssignee(assignee, naming)}
          </button>
        </Popover>
      ))}
      <AddAssignee onAdd={(assignee) => onChange([...assignees, assignee])} />
    </div>
  );
}

/** A plus that asks for one more way to find people. */
function AddAssignee({ onAdd }: { onAdd: (assignee: Assignee) => void }) {
  const { t } = useTranslation("designer");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="leftTop"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={
        <AssigneeForm
          assignee={NEW}
          onSave={(assignee) => {
            onAdd(assignee);
            setOpen(false);
          }}
        />
      }
    >
      <span>
        <IconButton icon={Plus} label={t("who.add")} size="sm" aria-haspopup="dialog" />
      </span>
    </Popover>
  );
}
