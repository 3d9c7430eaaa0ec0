import { ChevronDown, ChevronUp, CircleCheck, CircleX, Lightbulb, type LucideIcon, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LintProblem } from "@/api/types.gen";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import type { Findings } from "../api/useLint";
import type { Editor } from "../bpmn/editor";
import { applyFix, defaultCandidate, fixFor, type FixName } from "../bpmn/fixes";
import type { DiagramElement, Modeler } from "../bpmn/types";
import { kindOf, nameOf } from "../document/kinds";
import styles from "./studio.module.css";

const ICONS: Record<LintProblem["severity"], LucideIcon> = { error: CircleX, warning: TriangleAlert, hint: Lightbulb };

interface LintProps {
  findings: Findings;
  modeler: Modeler;
  editor: Editor;
  language: string;
}

/** What the server finds wrong, each with its place and, where there is one, its correction. Errors block publishing. */
export function LintPanel(props: LintProps) {
  const { t } = useTranslation("designer");
  const { problems, errorCount } = props.findings;
  const [isOpen, setIsOpen] = useState(true);
  const [chosen, setChosen] = useState<number | null>(null);
  const hasList = isOpen && problems.length > 0;
  return (
    <section className={styles.lint} aria-label={t("lint.title")}>
      <button type="button" className={styles.lintHead} aria-expanded={hasList} onClick={() => setIsOpen(!isOpen)}>
        <h2 className={styles.lintTitle}>{t("lint.title")}</h2>
        <Counts findings={props.findings} />
        {errorCount > 0 && <span className={styles.lintFact}>{t("lint.blocks")}</span>}
        {problems.length > 0 && <Icon of={isOpen ? ChevronDown : ChevronUp} />}
      </button>
      {hasList && (
        <ul className={styles.lintList}>
          {problems.map((problem, index) => (
            <LintRow key={index} problem={problem} {...props} isChosen={chosen === index} onChoose={() => setChosen(index)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Counts({ findings }: { findings: Findings }) {
  const { t } = useTranslation("designer");
  const { errorCount, warningCount, hintCount, hasFailed } = findings;
  return (
    <span aria-live="polite" className={styles.lintCounts}>
      {hasFailed && <span className={styles.warning}>{t("lint.failed")}</span>}
      {findings.problems.length === 0 && !hasFailed && (
        <span className={styles.fine}>
          <Icon of={CircleCheck} size={14} /> {t("lint.clean")}
        </span>
      )}
      {errorCount > 0 && (
        <span className={styles.error}>
          <Icon of={CircleX} size={14} /> {t("lint.errors", { count: errorCount })}
        </span>
      )}
      {warningCount > 0 && (
        <span className={styles.warning}>
          <Icon of={TriangleAlert} size={14} /> {t("lint.warnings", { count: warningCount })}
        </span>
      )}
      {hintCount > 0 && <span>{t("lint.hints", { count: hintCount })}</span>}
    </span>
  );
}

type LintRowProps = Omit<LintProps, "findings"> & { problem: LintProblem; isChosen: boolean; onChoose: () => void };

function LintRow({ problem, modeler, editor, language, isChosen, onChoose }: LintRowProps) {
  const { t } = useTranslation("designer");
  const element = modeler.get("elementRegistry").get(problem.elementId);
  const name = element ? nameOf(element.businessObject, language) || t(`kind.${kindOf(element.businessObject)}`) : t("lint.wholeProcess");
  const go = () => {
    onChoose();
    if (!element) return;
    modeler.get("selection").select(element.parent ? element : null);
    if (element.parent) modeler.get("canvas").scrollToElement(element, 80);
  };
  const fix = fixFor(problem);
  return (
    <li className={cx(styles.lintRow, isChosen && styles.lintSelected)}>
      <button type="button" className={styles.lintGo} onClick={go}>
        <span className={styles[problem.severity]}>
          <Icon of={ICONS[problem.severity]} />
          <span className="sr-only">{t(`lint.severity.${problem.severity}`)}</span>
        </span>
        <span className={styles.lintName} title={name}>
          {name}
        </span>
        <span className={styles.lintText}>{problem.detail}</span>
      </button>
      {element && fix && (
        <button type="button" className={styles.lintFix} onClick={() => applyFix(fix, problem.elementId, modeler, editor)}>
          <FixText fix={fix} element={element} language={language} />
        </button>
      )}
    </li>
  );
}

interface FixTextProps {
  fix: FixName;
  element: DiagramElement;
  language: string;
}

function FixText({ fix, element, language }: FixTextProps) {
  const { t } = useTranslation("designer");
  if (fix !== "set_default_flow") return <>{t(`fix.${fix}`)}</>;
  const flow = defaultCandidate(element);
  const target = flow?.target?.businessObject;
  const name = (flow && nameOf(flow.businessObject, language)) || (target ? nameOf(target, language) : "");
  return <>{t("fix.set_default_flow", { name })}</>;
}
