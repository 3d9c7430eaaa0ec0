import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { FieldType, FormComponent } from "@/lib/forms/model";
import { isTable, keyOf, labelOf, wordsIn } from "@/lib/forms/schema";

import { accessOf, isComputed, mayEnter } from "./access";
import { DetailTable } from "./DetailTable";
import { FieldControl } from "./FieldControl";
import { Capitals } from "./fields/NumberControl";
import { FieldText } from "./FieldText";
import styles from "./form.module.css";
import { ProblemLine } from "./ProblemLine";
import { type FormScene, useScene } from "./scene";

/** Several controls under one name: a label cannot point at one of them. */
const SEVERAL_CONTROLS: ReadonlySet<FieldType> = new Set(["radio", "checklist", "filepicker", "picture", "detail", "dynamiclist"]);

/** One field: its name, its control or its value, its hint, what is wrong with it. */
export function Field({ component }: { component: FormComponent }) {
  const scene = useScene();
  const key = keyOf(component) ?? "";
  const id = `${scene.prefix}-${key}`;
  const isOpen = isOpenHere(component, scene);
  return (
    <div className={styles.field} data-field={key} data-open={isOpen}>
      {(component.type !== "checkbox" || !isOpen) && (
        <FieldLabel
          id={id}
          text={labelOf(component, scene.language)}
          isRequired={isOpen && scene.required.has(key)}
          isFor={isOpen && !SEVERAL_CONTROLS.has(component.type)}
        />
      )}
      <FieldBody component={component} fieldKey={key} id={id} isOpen={isOpen} />
      <Capitals component={component} value={scene.values[key]} />
      <FieldFoot component={component} fieldKey={key} id={id} isOpen={isOpen} />
    </div>
  );
}

function isOpenHere(component: FormComponent, scene: FormScene): boolean {
  return scene.mode !== "read" && mayEnter(component, scene.access);
}

interface PartProps {
  component: FormComponent;
  fieldKey: string;
  id: string;
  isOpen: boolean;
}

function FieldBody({ component, fieldKey, id, isOpen }: PartProps) {
  const scene = useScene();
  const value = scene.values[fieldKey];
  if (isTable(component)) return <DetailTable component={component} id={id} isOpen={isOpen} mayAddRows={accessOf(component, scene.access) === "edit"} />;
  if (!isOpen) {
    return (
      <div className={styles.value} id={id}>
        <FieldText component={component} value={value} />
        {isComputed(component) && scene.isAsking && <Asking />}
      </div>
    );
  }
  return (
    <FieldControl
      component={component}
      id={id}
      label={labelOf(component, scene.language)}
      value={value}
      isInvalid={scene.problems.some((problem) => problem.path === `/${fieldKey}` && problem.severity === "error")}
      describedBy={`${id}-hint`}
      onChange={(next) => scene.onChange(fieldKey, next)}
      onLeave={() => scene.onLeave(fieldKey)}
    />
  );
}

function FieldFoot({ component, fieldKey, id, isOpen }: PartProps) {
  const scene = useScene();
  const problems = scene.problems.filter((problem) => problem.path === `/${fieldKey}`);
  const hint = wordsIn(scene.language, component.description, component.dj?.description);
  return (
    <div id={`${id}-hint`}>
      {problems.map((problem, index) => (
        <ProblemLine key={index} problem={problem} />
      ))}
      {problems.length === 0 && hint && isOpen && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

function FieldLabel(props: { id: string; text: string; isRequired: boolean; isFor: boolean }) {
  const { t } = useTranslation("forms");
  const mark = props.isRequired && (
    <span className={styles.mark} aria-label={t("field.required")}>
      {" "}
      *
    </span>
  );
  return props.isFor ? (
    <label className={styles.label} htmlFor={props.id}>
      {props.text}
      {mark}
    </label>
  ) : (
    <div className={styles.label}>
      {props.text}
      {mark}
    </div>
  );
}

function Asking() {
  const { t } = useTranslation("forms");
  return (
    <span className={styles.asking} role="status">
      <LoaderCircle size={14} aria-hidden className={styles.turning} />
      <span className="sr-only">{t("field.asking")}</span>
    </span>
  );
}
