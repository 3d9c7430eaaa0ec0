import { useTranslation } from "react-i18next";

import type { Deputy } from "@/api/types.gen";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { Person } from "@/ui/text/Person";

import styles from "./Organisation.module.css";
import { useStandingIn } from "./useOrganisation";

/** Who stands in for somebody, and for whom they do. Setting it is done on the page for it. */
export function StandingInTab({ id }: { id: string }) {
  const { t } = useTranslation("organisation");
  const query = useStandingIn(id, true);
  if (!query.data) return <ListSkeleton />;
  const { now, deputies, standsInFor, absences } = query.data;
  const live = (rules: readonly Deputy[]) => rules.filter((rule) => rule.state !== "over");
  const away = absences.filter((absence) => absence.state !== "over");
  return (
    <>
      <p>{now}</p>
      {away.map((absence) => (
        <p key={absence.id} className={styles["quiet"]}>
          {absence.sentence}
        </p>
      ))}
      <Rules title={t("standingIn.deputies")} empty={t("standingIn.none")} rules={live(deputies)} />
      <Rules title={t("standingIn.standsIn")} empty={t("standingIn.forNobody")} rules={live(standsInFor)} />
      <a className={styles["link"]} href={`/deputies?person=${id}`}>
        {t("standingIn.set")}
      </a>
    </>
  );
}

function Rules({ title, empty, rules }: { title: string; empty: string; rules: readonly Deputy[] }) {
  return (
    <section aria-label={title}>
      <h3 className={styles["partName"]}>{title}</h3>
      {rules.length === 0 && <p className={styles["quiet"]}>{empty}</p>}
      <ul className={styles["rules"]}>
        {rules.map((rule) => (
          <li key={rule.id}>
            <Person person={rule.deputy} onBehalfOf={rule.who} />
            <p className={styles["quiet"]}>{rule.sentence}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
