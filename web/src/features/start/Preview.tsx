import { useTranslation } from "react-i18next";

import type { PathNode, StartForm } from "@/api/types.gen";
import { duration } from "@/lib/dates/dates";
import type { FormValues } from "@/lib/forms/slot";
import type { Picked } from "@/lib/people/picks";
import { type PathStep, TallPath } from "@/ui/flow/Path";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Apply.module.css";
import { usePreview } from "./useStart";

type Words = ReturnType<typeof useTranslation<"start">>["t"];
type Ui = ReturnType<typeof useTranslation<"ui">>["t"];

function people(node: PathNode) {
  if (node.persons.length === 0) return null;
  return node.persons.map(({ person, onBehalfOf }) => (
    <Person key={`${person.id}${onBehalfOf?.id ?? ""}`} person={{ id: person.id, name: person.name }} onBehalfOf={onBehalfOf} />
  ));
}

function steps(path: readonly PathNode[], t: Words, ui: Ui): PathStep[] {
  const found: PathStep[] = [];
  let condition: string | null = null;
  path.forEach((node, index) => {
    if (node.kind === "end") return;
    if (node.kind === "condition") {
      condition = node.note ?? node.name;
      return;
    }
    const isFirst = found.length === 0;
    const usual = node.durationS === null ? null : t("preview.about", { time: duration(node.durationS, ui) });
    found.push({
      id: `${node.elementId}-${index}`,
      name: isFirst && node.kind === "start" ? t("preview.you") : node.name,
      state: isFirst ? "now" : "expected",
      who: isFirst ? null : people(node),
      when: isFirst ? t("preview.now") : node.kind === "system" || node.kind === "rule" ? t("preview.automatic") : usual,
      condition,
      note: node.note,
    });
    condition = null;
  });
  return found;
}

/** Who will probably handle what, following the values as they are typed. */
export function Preview({ form, values, picked }: { form: StartForm; values: FormValues; picked: Picked }) {
  const { t } = useTranslation("start");
  const { t: ui } = useTranslation("ui");
  const { data, isError } = usePreview(form, values, picked);
  const shown = data ? steps(data.path, t, ui) : [];
  return (
    <section className={styles["preview"]} aria-label={t("preview.title")}>
      <div className={styles["previewHead"]}>
        <h2 className={styles["previewTitle"]}>{t("preview.title")}</h2>
        <span className={styles["quiet"]}>{t("preview.follows")}</span>
      </div>
      {isError && !data && <p className={styles["quiet"]}>{t("preview.failed")}</p>}
      {data && (
        <>
          <p className={styles["expected"]}>
            {t("preview.steps", { count: shown.length })}
            {data.expectedEndAt && (
              <>
                {" · "}
                {t("preview.until")} <TimeAgo at={data.expectedEndAt} form="day" />
              </>
            )}
          </p>
          <TallPath label={t("preview.title")} steps={shown} />
        </>
      )}
    </section>
  );
}
