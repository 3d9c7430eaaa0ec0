import { Boxes, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";

import { keyOfSubject, type Subject, SUBJECT_KINDS, subjectsIn, usersOf } from "../bpmn/subjects";
import type { ModdleElement } from "../bpmn/types";
import styles from "./panel.module.css";
import { Section } from "./parts";
import { SubjectFields } from "./SubjectRows";
import { usePanel } from "./usePanel";

/** The messages, signals, errors and escalations of the file: renamed for all that use them, deleted when nobody does. */
export function SharedSection() {
  const { t } = useTranslation("designer");
  const { element } = usePanel();
  const all = SUBJECT_KINDS.flatMap((subject) => subjectsIn(element.businessObject, subject).map((root) => ({ subject, root })));
  return (
    <Section icon={Boxes} title={t("section.shared")} sentence={all.length > 0 ? t("shared.count", { count: all.length }) : t("shared.none")} isFolded>
      {all.map(({ subject, root }) => (
        <SharedCard key={root.id} subject={subject} root={root} />
      ))}
    </Section>
  );
}

function SharedCard({ subject, root }: { subject: Subject; root: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor, modeler } = usePanel();
  const uses = usersOf(root, subject, modeler.get("elementRegistry").getAll());
  const name = keyOfSubject(subject, root);
  return (
    <div className={styles.card}>
      <div className={styles.cardHead}>
        <span>{t(`subject.${subject}`, { name })}</span>
        {uses.length === 0 && <IconButton icon={Trash2} size="sm" label={t("shared.remove", { name })} onPress={() => editor.removeRoot(element, root)} />}
      </div>
      <p className={styles.hint}>{uses.length > 0 ? t("shared.uses", { count: uses.length }) : t("shared.unused")}</p>
      <SubjectFields root={root} subject={subject} />
    </div>
  );
}
