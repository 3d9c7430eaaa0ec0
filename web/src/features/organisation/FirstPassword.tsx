import { useTranslation } from "react-i18next";

import type { InitialPassword } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { CopyText } from "@/ui/text/CopyText";

import styles from "./Organisation.module.css";

/** A first password, shown this one time; its owner must change it when they sign in. */
export function FirstPassword({ given, name, onClose }: { given: InitialPassword; name: string; onClose: () => void }) {
  const { t } = useTranslation("organisation");
  return (
    <Dialog
      title={t("password.title", { name })}
      onClose={onClose}
      footer={
        <Button kind="filled" onPress={onClose}>
          {t("password.kept")}
        </Button>
      }
    >
      <p>{t("password.once")}</p>
      <dl className={styles["facts"]}>
        <div>
          <dt>{t("fields.login")}</dt>
          <dd>
            <CopyText text={given.login} />
          </dd>
        </div>
        <div>
          <dt>{t("password.password")}</dt>
          <dd>
            <CopyText text={given.password} />
          </dd>
        </div>
      </dl>
    </Dialog>
  );
}
