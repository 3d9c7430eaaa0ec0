import { ArrowDown, ArrowUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { IconButton } from "@/ui/act/IconButton";
import { Checkbox } from "@/ui/controls/Choice";

import styles from "./Ledgers.module.css";

interface Props {
  all: readonly LedgerColumn[];
  chosen: readonly string[];
  onChange: (columns: readonly string[]) => void;
  onClose: () => void;
}

/** Which columns the grid shows, in which order. */
export function ColumnsSheet(props: Props) {
  const { t } = useTranslation("ledgers");
  const [chosen, setChosen] = useState(props.chosen);
  const shown = chosen.flatMap((key) => props.all.find((one) => one.key === key) ?? []);
  const hidden = props.all.filter((one) => !chosen.includes(one.key));
  const move = (key: string, by: number) => setChosen(chosen.filter((one) => one !== key).toSpliced(chosen.indexOf(key) + by, 0, key));
  return (
    <Dialog
      title={t("columns.title")}
      onClose={props.onClose}
      footer={
        <>
          <Button onPress={() => setChosen(props.all.map(({ key }) => key))}>{t("columns.all")}</Button>
          <Button kind="filled" disabled={chosen.length === 0} onPress={() => props.onChange(chosen)}>
            {t("columns.show")}
          </Button>
        </>
      }
    >
      <ul className={styles["boxes"]} aria-label={t("columns.title")}>
        {[...shown, ...hidden].map(({ key, name }, index) => (
          <li key={key} className={styles["box"]}>
            <Checkbox
              checked={chosen.includes(key)}
              onChange={(event) => setChosen(event.target.checked ? [...chosen, key] : chosen.filter((one) => one !== key))}
            >
              {name}
            </Checkbox>
            {index < shown.length && (
              <span className={styles["moves"]}>
                <IconButton size="sm" icon={ArrowUp} label={t("columns.earlier", { name })} disabled={index === 0} onPress={() => move(key, -1)} />
                <IconButton size="sm" icon={ArrowDown} label={t("columns.later", { name })} disabled={index === shown.length - 1} onPress={() => move(key, 1)} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
