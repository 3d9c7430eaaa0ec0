import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { Segmented } from "@/ui/list/Segmented";

import { useBuilderScene } from "./builderScene";
import { type Origin, originOf, withExtras, withOrigin, withValidation } from "./edits";
import { FeelField } from "./FeelField";
import { tableOf } from "./naming";
import { Row, Section, SwitchRow } from "./parts";

const ORIGINS: readonly Origin[] = ["typed", "computed", "prefilled"];
/** What only people can give. */
const ALWAYS_TYPED = new Set(["filepicker", "picture", "signature"]);

/** Where its value comes from, and whether it must be there. */
export function ValueSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  if (component.type === "serial") return null;
  const origin = originOf(component);
  const tableId = tableOf(builder.schema, id)?.id ?? null;
  return (
    <Section title={t("value.title")}>
      {!ALWAYS_TYPED.has(component.type) && (
        <Segmented
          label={t("value.origin")}
          value={origin}
          onChange={(next) => builder.edit(id, (one) => withOrigin(one, next))}
          segments={ORIGINS.map((key) => ({ key, label: t(`origin.${key}`) }))}
        />
      )}
      {origin === "computed" && <Formula component={component} tableId={tableId} name="compute" />}
      {origin === "prefilled" && <Formula component={component} tableId={tableId} name="default" />}
      {origin !== "computed" && <Required component={component} tableId={tableId} />}
    </Section>
  );
}

function Required({ component, tableId }: { component: FormComponent; tableId: string | null }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const id = component.id ?? "";
  const isRequired = component.validate?.required === true;
  return (
    <>
      <SwitchRow label={t("value.required")} value={isRequired} onChange={(next) => builder.edit(id, (one) => withValidation(one, { required: next }))} />
      {!isRequired && (
        <Row label={t("value.requiredWhen")}>
          <FeelField
            label={t("value.requiredWhen")}
            tableId={tableId}
            placeholder={t("value.never")}
            value={component.dj?.required ?? ""}
            onCommit={(text) => builder.edit(id, (one) => withExtras(one, { required: text || undefined }))}
          />
        </Row>
      )}
    </>
  );
}

/** The formula that gives the value: for good, or to begin with. */
function Formula({ component, tableId, name }: { component: FormComponent; tableId: string | null; name: "compute" | "default" }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const isComputed = name === "compute";
  const label = isComputed ? t("value.formula") : t("value.prefill");
  const own = isComputed ? component.expression : undefined;
  return (
    <Row label={label} hint={isComputed ? t("value.formulaHint") : t("value.prefillHint")}>
      <FeelField
        label={label}
        tableId={tableId}
        value={component.dj?.[name] ?? own ?? ""}
        onCommit={(text) => builder.edit(component.id ?? "", (one) => withExtras(one, { [name]: text || "=null" }))}
      />
    </Row>
  );
}
