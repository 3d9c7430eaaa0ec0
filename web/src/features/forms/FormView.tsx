/**
 * A form over its schema: to fill in, to fill in partly at a step, or to read.
 *
 * Fields of the step come first in a block of their own; what cannot be changed is plain text below.
 */
import { type ReactNode, useId, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { AccessByField, Evaluation, FormComponent, FormProblem, FormSchema, FormValue, FormValues, Language } from "@/lib/forms/model";
import { keyOf, labelOf, rowsOf, wordsIn } from "@/lib/forms/schema";

import { accessOf, mayEnter } from "./access";
import { assess } from "./assess";
import { Field } from "./Field";
import { RichText } from "./fields/richtext";
import styles from "./form.module.css";
import { blocksOf } from "./paragraphs";
import { ProblemLine } from "./ProblemLine";
import { type FormMode, type FormScene, SceneContext } from "./scene";

export interface FormViewProps {
  schema: FormSchema;
  values: FormValues;
  language: Language;
  mode: FormMode;
  access?: AccessByField;
  problems?: readonly FormProblem[];
  /** From the controller; without them they are worked out here. */
  hidden?: ReadonlySet<string>;
  required?: ReadonlySet<string>;
  options?: Evaluation["options"];
  isAsking?: boolean;
  onChange?: (key: string, value: FormValue) => void;
  onLeave?: (key: string) => void;
  /** Head of the block that this step fills in; the step's name. */
  stepTitle?: string;
  /** Head of what was filled in before. */
  restTitle?: string;
}

const NO_ACCESS: AccessByField = {};
const NO_PROBLEMS: readonly FormProblem[] = [];

export function FormView({ schema, values, language, mode, access = NO_ACCESS, ...props }: FormViewProps) {
  const prefix = useId();
  const own = useMemo(() => assess(schema, values, access), [schema, values, access]);
  const scene: FormScene = {
    schema,
    language,
    mode,
    values,
    access,
    prefix,
    hidden: props.hidden ?? own.hidden,
    required: props.required ?? own.required,
    problems: props.problems ?? NO_PROBLEMS,
    options: props.options,
    isAsking: props.isAsking ?? false,
    onChange: props.onChange ?? ignore,
    onLeave: props.onLeave ?? ignore,
  };
  return (
    <SceneContext value={scene}>
      <div className={styles.frame}>
        <div className={styles.form} data-mode={mode}>
          {scene.problems.filter((problem) => problem.path === "").map((problem, index) => (
            <ProblemLine key={index} problem={problem} />
          ))}
          {mode === "step" ? (
            <StepForm scene={scene} stepTitle={props.stepTitle} restTitle={props.restTitle} />
          ) : (
            <Rows components={schema.components} scene={scene} />
          )}
        </div>
      </div>
    </SceneContext>
  );
}

const ignore = (): void => undefined;

function StepForm({ scene, stepTitle, restTitle }: { scene: FormScene } & Pick<FormViewProps, "stepTitle" | "restTitle">) {
  const { t } = useTranslation("forms");
  const mine = useMemo(() => pick(scene.schema.components, (one) => isMine(one, scene.access)), [scene.schema, scene.access]);
  const rest = useMemo(() => pick(scene.schema.components, (one) => !isMine(one, scene.access)), [scene.schema, scene.access]);
  return (
    <>
      {mine.length > 0 && (
        <section className={styles.step} aria-label={stepTitle ?? t("step.yours")}>
          <h2 className={styles.heading}>
            {stepTitle} <span className={styles.headingFact}>{t("step.yours")}</span>
          </h2>
          <div className={styles.mine}>
            <Rows components={mine} scene={scene} />
          </div>
        </section>
      )}
      {restTitle && rest.length > 0 && <h2 className={styles.heading}>{restTitle}</h2>}
      <Rows components={rest} scene={scene} />
    </>
  );
}

function isMine(component: FormComponent, access: AccessByField): boolean {
  return keyOf(component) !== null && !isDecoration(component) && mayEnter(component, access);
}

function isDecoration(component: FormComponent): boolean {
  return ["text", "html", "separator", "spacer"].includes(component.type);
}

/** The components that pass, groups with what is left in them; a group that is left empty goes too. */
function pick(components: readonly FormComponent[], passes: (component: FormComponent) => boolean): readonly FormComponent[] {
  return components.flatMap((component) => {
    if (component.type !== "group") return passes(component) ? [component] : [];
    const inner = pick(component.components ?? [], passes);
    return inner.some((one) => !isDecoration(one)) ? [{ ...component, components: inner }] : [];
  });
}

function Rows({ components, scene }: { components: readonly FormComponent[]; scene: FormScene }): ReactNode {
  return rowsOf(components).map((row) => {
    const cells = row.cells.filter(({ component }) => isShown(component, scene));
    if (cells.length === 0) return null;
    return (
      <div key={row.id} className={styles.row}>
        {cells.map(({ component, columns }, index) => (
          <div key={keyOf(component) ?? index} className={styles.cell} style={{ gridColumn: `span ${columns}` }}>
            <Block component={component} scene={scene} />
          </div>
        ))}
      </div>
    );
  });
}

function isShown(component: FormComponent, scene: FormScene): boolean {
  return !scene.hidden.has(keyOf(component) ?? "") && accessOf(component, scene.access) !== "hidden";
}

function Block({ component, scene }: { component: FormComponent; scene: FormScene }) {
  switch (component.type) {
    case "group":
      return (
        <section className={styles.group} aria-label={labelOf(component, scene.language)}>
          {component.label && <h3 className={styles.groupTitle}>{labelOf(component, scene.language)}</h3>}
          <Rows components={component.components ?? []} scene={scene} />
        </section>
      );
    case "separator":
      return <hr className={styles.separator} />;
    case "spacer":
      return <div className={styles.spacer} />;
    case "text":
      return <Paragraphs text={wordsIn(scene.language, component.text, component.dj?.text)} />;
    case "html":
      return (
        <div className={styles.note}>
          <RichText html={component.content ?? ""} />
        </div>
      );
    default:
      return <Field component={component} />;
  }
}

/** Text of the form's author: paragraphs, `#` headings, `-` lists, as form-js writes them. */
function Paragraphs({ text }: { text: string }) {
  return (
    <div className={styles.note}>
      {blocksOf(text).map((block, index) => {
        if (block.kind === "heading") return <h3 key={index}>{block.lines}</h3>;
        if (block.kind === "paragraph") return <p key={index}>{block.lines.join("\n")}</p>;
        return (
          <ul key={index}>
            {block.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        );
      })}
    </div>
  );
}
