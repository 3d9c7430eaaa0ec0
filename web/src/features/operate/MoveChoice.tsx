import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { OperationsView } from "@/api/types.gen";
import type { ModelMark, ModelSlot } from "@/lib/diagram/slot";
import { Checkbox } from "@/ui/controls/Choice";
import { Select } from "@/ui/controls/Select";

import styles from "./operate.module.css";
import type { Move } from "./repair";
import { type DrawnElement, elementsOf } from "./elements";

/** Which tokens leave, and where new ones begin: by clicks on the diagram, or from the two lists. */
export function MoveChoice(props: { view: OperationsView; model: ModelSlot; value: Move; onChange: (move: Move) => void }) {
  const { t } = useTranslation("operate");
  const { view, model: Model, value, onChange } = props;
  const elements = useMemo(() => elementsOf(view.xml), [view.xml]);
  const { cancel, activate } = value;
  const toggle = (elementId: string) => {
    if (!elements.some((element) => element.id === elementId)) return;
    const isChosen = activate.some((one) => one.elementId === elementId);
    onChange({ ...value, activate: isChosen ? activate.filter((one) => one.elementId !== elementId) : [...activate, { elementId }] });
  };
  const marks = useMemo(() => {
    const leaving = view.standing.filter((one) => cancel.includes(one.key)).map((one) => one.element.id);
    const now = view.standing.map((one) => one.element.id).filter((id) => !leaving.includes(id));
    return [
      ...now.map((id): ModelMark => ({ id, kind: "now", text: t("marks.now") })),
      ...leaving.map((id): ModelMark => ({ id, kind: "leaving", text: t("marks.leaving") })),
      ...activate.map((one): ModelMark => ({ id: one.elementId, kind: "picked", text: t("marks.entering") })),
    ];
  }, [view.standing, cancel, activate, t]);
  return (
    <div className={styles["move"]}>
      <p className={styles["quiet"]}>{t("move.how")}</p>
      <Model xml={view.xml} marks={marks} label={t("move.diagram")} focusId={view.standing[0]?.element.id} onPick={toggle} />
      <fieldset className={styles["values"]}>
        <legend>{t("move.leave")}</legend>
        {view.standing.map((one) => (
          <Checkbox
            key={one.key}
            checked={cancel.includes(one.key)}
            onChange={(event) =>
              onChange({ ...value, cancel: event.target.checked ? [...cancel, one.key] : cancel.filter((key) => key !== one.key) })
            }
          >
            {one.element.name}
            {one.turn !== null && ` · ${t("scope.turn", { turn: one.turn })}`}
          </Checkbox>
        ))}
      </fieldset>
      <label className={styles["field"]}>
        <span>{t("move.enter")}</span>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("move.enterHint")}
          value={activate.map((one) => one.elementId)}
          options={elements.map((element: DrawnElement) => ({ value: element.id, label: element.name }))}
          onChange={(ids: string[]) => onChange({ ...value, activate: ids.map((elementId) => ({ elementId })) })}
        />
      </label>
    </div>
  );
}
