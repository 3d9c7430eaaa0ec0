import { Eye, EyeOff, ShieldCheck, ShieldMinus } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Effect, Effects as Found } from "@/api/types.gen";
import { Icon } from "@/ui/Icon";
import { PeopleStack } from "@/ui/text/Person";

import styles from "./Permissions.module.css";

const ICONS: Record<Effect["kind"], typeof Eye> = { gained: ShieldCheck, lost: ShieldMinus, wider: Eye, narrower: EyeOff };

/** What saving will do to real people, before it is saved. */
export function Effects({ found, isChanged }: { found: Found | undefined; isChanged: boolean }) {
  const { t } = useTranslation("permissions");
  if (!isChanged) return null;
  return (
    <section className={styles["effects"]} aria-label={t("effects.title")} aria-live="polite">
      <h3 className={styles["partName"]}>{t("effects.title")}</h3>
      {found?.items.length === 0 && <p className={styles["quiet"]}>{t("effects.none")}</p>}
      {found?.items.map((effect) => (
        <div key={`${effect.permission}${effect.kind}${effect.departments.join()}`} className={styles["effect"]}>
          <Icon of={ICONS[effect.kind]} className={styles["amber"] ?? ""} />
          <div>
            <div>{effect.sentence}</div>
            {effect.departments.length > 0 && <div className={styles["quiet"]}>{effect.departments.join("、")}</div>}
            {effect.people.length > 0 && <PeopleStack people={effect.people} />}
          </div>
        </div>
      ))}
    </section>
  );
}
