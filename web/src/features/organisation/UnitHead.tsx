import { ArrowRightLeft, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Organisation, Unit } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";
import { Person } from "@/ui/text/Person";

import { line } from "./model";
import styles from "./Organisation.module.css";

interface Props {
  organisation: Organisation;
  unit: Unit;
  onEdit: () => void;
  onAddBelow: () => void;
  onMove: () => void;
  onClose: () => void;
}

/** Which department this is, and who heads it. */
export function UnitHead({ organisation, unit, onEdit, onAddBelow, onMove, onClose }: Props) {
  const { t } = useTranslation("organisation");
  const above = line(organisation.departments, unit.id).slice(0, -1);
  const parent = organisation.departments.find((one) => one.id === unit.parentId);
  return (
    <div className={styles["head"]}>
      <div className={styles["headLine"]}>
        <div className={styles["headText"]}>
          {above.length > 0 && <div className={styles["quiet"]}>{above.join(" / ")}</div>}
          <h2 className={styles["unitName"]}>
            {unit.name} <span className={styles["code"]}>{unit.code}</span>
          </h2>
        </div>
        <Button kind="text" icon={Pencil} onPress={onEdit}>
          {t("unit.edit")}
        </Button>
        <Menu
          items={[
            { key: "add", label: t("unit.addBelow"), icon: Plus, onPress: onAddBelow },
            { key: "move", label: t("unit.move"), icon: ArrowRightLeft, onPress: onMove },
            "divider",
            { key: "close", label: t("unit.close"), icon: Trash2, isDangerous: true, onPress: onClose },
          ]}
        >
          <span>
            <IconButton icon={Ellipsis} label={t("unit.more")} aria-haspopup="menu" />
          </span>
        </Menu>
      </div>
      <dl className={styles["seats"]}>
        <div>
          <dt>{t("unit.head")}</dt>
          <dd>{unit.head ? <Person person={unit.head} /> : <span className={styles["quiet"]}>{headless(t, parent)}</span>}</dd>
        </div>
        <div>
          <dt>{t("unit.deputyHead")}</dt>
          <dd>
            {unit.deputyHead ? (
              <Person person={unit.deputyHead} />
            ) : (
              <span className={styles["quiet"]}>
                {parent ? t("unit.noDeputy", { parent: parent.name }) : t("unit.noDeputyAtTop")}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t("unit.calendar")}</dt>
          <dd>
            {organisation.calendars.find((one) => one.key === unit.calendar)?.name ?? (
              <span className={styles["quiet"]}>{t("unit.calendarInherited")}</span>
            )}
          </dd>
        </div>
      </dl>
    </div>
  );
}

type Words = ReturnType<typeof useTranslation<"organisation">>["t"];

const headless = (t: Words, parent: Unit | undefined): string =>
  parent ? t("unit.noHead", { parent: parent.name }) : t("unit.noHeadAtTop");
