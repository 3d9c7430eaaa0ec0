import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent } from "@/lib/forms/model";
import { keyOf } from "@/lib/forms/schema";

import { useBuilderScene } from "./builderScene";
import { isKey, isUsed, tableOf, takenBeside } from "./naming";
import { Row, Section, TextInput } from "./parts";

/** The key by which formulas, steps and other systems know the field. */
export function TechnicalSection({ component }: { component: FormComponent }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const [refused, setRefused] = useState<string | null>(null);
  const id = component.id ?? "";
  const key = keyOf(component) ?? "";
  const commit = (text: string) => {
    const next = text.trim();
    const isTaken = takenBeside(builder.schema, id, tableOf(builder.schema, id)).has(next);
    if (!isKey(next)) setRefused(t("technical.notAKey"));
    else if (isTaken) setRefused(t("technical.taken", { key: next }));
    else {
      setRefused(null);
      builder.setKey(id, next);
    }
  };
  return (
    <Section title={t("technical.title")}>
      <Row label={t("technical.key")} hint={isUsed(builder.schema, key) ? t("technical.used") : t("technical.hint")}>
        <TextInput label={t("technical.key")} value={key} error={refused} onCommit={commit} />
      </Row>
    </Section>
  );
}
