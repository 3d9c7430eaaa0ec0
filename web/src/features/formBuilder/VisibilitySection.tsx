import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";

import { useBuilderScene } from "./builderScene";
import { shownWhen, withExtras, withShownWhen } from "./edits";
import { FeelField } from "./FeelField";
import { isDecoration } from "./kinds";
import { tableOf } from "./naming";
import { Section, SwitchRow } from "./parts";

/** When it is shown at all, and whether its value is one that not everybody may read. */
export function VisibilitySection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  const isField = !isDecoration(component) && component.type !== "group";
  return (
    <Section title={t("visibility.title")}>
      <FeelField
        label={t("visibility.when")}
        placeholder={t("visibility.always")}
        tableId={tableOf(builder.schema, id)?.id ?? null}
        value={shownWhen(component)}
        onCommit={(text) => builder.edit(id, (one) => withShownWhen(one, text))}
      />
      {isField && (
        <>
          <SwitchRow
            label={t("visibility.sensitive")}
            hint={t("visibility.sensitiveHint")}
            value={component.dj?.sensitive === true}
            onChange={(value) => builder.edit(id, (one) => withExtras(one, { sensitive: value }))}
          />
          <SwitchRow
            label={t("visibility.searchable")}
            hint={t("visibility.searchableHint")}
            value={component.dj?.searchable === true && component.dj.sensitive !== true}
            onChange={(value) => builder.edit(id, (one) => withExtras(one, { searchable: value }))}
          />
        </>
      )}
    </Section>
  );
}
