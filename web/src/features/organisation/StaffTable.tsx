import { Palmtree, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Staff } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";
import { EmptyState } from "@/ui/states/State";
import { Person } from "@/ui/text/Person";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Organisation.module.css";
import type { useStaffList } from "./useOrganisation";

interface Props {
  query: ReturnType<typeof useStaffList>;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

/** People, a line each. The whole line is the target. */
export function StaffTable({ query, chosen, onChoose }: Props) {
  const { t } = useTranslation("organisation");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isSuccess && rows.length === 0) {
    return <EmptyState icon={UserRoundX} title={t("people.none")} text={t("people.noneText")} />;
  }
  return (
    <>
      <table className={styles["people"]}>
        <thead>
          <tr>
            <th scope="col">{t("people.name")}</th>
            <th scope="col">{t("people.position")}</th>
            <th scope="col">{t("people.grade")}</th>
            <th scope="col">{t("people.departments")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((person) => (
            <Row key={person.id} person={person} isChosen={person.id === chosen} onChoose={() => onChoose(person.id)} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <div className={styles["end"]}>
          <Button size="sm" busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ person, isChosen, onChoose }: { person: Staff; isChosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation("organisation");
  const seats = [
    ...person.headOf.map((department) => t("people.headOf", { department })),
    ...person.deputyHeadOf.map((department) => t("people.deputyHeadOf", { department })),
  ];
  return (
    <tr className={cx(styles["row"], isChosen && styles["chosen"])} onClick={onChoose}>
      <th scope="row">
        <button type="button" className={styles["rowName"]} aria-pressed={isChosen}>
          <Person person={person} />
        </button>
        {seats.length > 0 && <span className={styles["seat"]}>{seats.join("、")}</span>}
        {person.awayUntil && (
          <span className={styles["away"]}>
            <Icon of={Palmtree} size={14} />
            {t("people.awayUntil")} <TimeAgo at={person.awayUntil} form="day" />
          </span>
        )}
      </th>
      <td>{person.position}</td>
      <td>{person.grade}</td>
      <td className={styles["wide"]}>
        {person.departments.length > 1
          ? t("people.mainAndOthers", { main: person.departments[0], others: person.departments.slice(1).join("、") })
          : person.departments[0]}
      </td>
    </tr>
  );
}
