import { CircleStop } from "lucide-react";
import { useTranslation } from "react-i18next";

import { readOne } from "../document/extensions";
import { CommitInput, Pick, Row, Section } from "./parts";
import { usePanel } from "./usePanel";

const OUTCOMES = ["rejected", "cancelled"] as const;

/** As what the whole request counts when it ends here. */
export function EndingSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const ending = readOne(element.businessObject, "dj:Ending");
  const outcome = OUTCOMES.find((one) => one === ending?.["outcome"]);
  const reason = typeof ending?.["reason"] === "string" ? ending["reason"] : "";
  return (
    <Section icon={CircleStop} title={t("section.ending")} sentence={outcome ? t(`ending.say_${outcome}`) : t("ending.none")}>
      <Row label={t("ending.label")}>
        <Pick
          label={t("ending.label")}
          value={outcome ?? "none_short"}
          choices={(["none_short", ...OUTCOMES] as const).map((value) => ({ value, label: t(`ending.${value}`) }))}
          onPick={(next) => editor.setAll(element, "dj:Ending", next === "none_short" ? [] : [{ ...ending, outcome: next }])}
        />
      </Row>
      {outcome && (
        <Row label={t("ending.reason")}>
          <CommitInput label={t("ending.reason")} value={reason} onCommit={(next) => editor.change(element, "dj:Ending", { reason: next })} />
        </Row>
      )}
    </Section>
  );
}
