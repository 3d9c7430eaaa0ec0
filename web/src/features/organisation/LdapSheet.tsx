import { RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";

import { importLdap, planLdap } from "@/api/sdk.gen";
import type { LdapView } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { useTell } from "@/ui/act/Toasts";
import { ProblemList } from "@/ui/states/ProblemList";

import { Report } from "./ImportReport";
import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

/** People from the LDAP directory that the settings name: first what would change, then all of it at once. */
export function LdapSheet({ ldap, onClose }: { ldap: LdapView; onClose: () => void }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const plan = useCommand((_: null, headers) => planLdap({ headers, throwOnError: true }));
  const carry = useCommand((_: null, headers) => importLdap({ headers, throwOnError: true }), {
    onDone: (done) => {
      refresh();
      onClose();
      tell({ text: t("import.done", { count: done.changeCount }) });
    },
  });
  const report = plan.data;
  const error = plan.error ?? carry.error;
  return (
    <Dialog
      title={t("ldap.title")}
      isWide
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("import.cancel")}</Button>
          <Button
            kind="filled"
            busy={carry.isPending}
            disabled={!report?.isFine || report.changeCount === 0}
            onPress={() => carry.mutate(null)}
          >
            {report?.isFine ? t("import.carry", { count: report.changeCount }) : t("import.carryNone")}
          </Button>
        </>
      }
    >
      <p className={styles["quiet"]}>{t("ldap.lead")}</p>
      <dl className={styles["facts"]}>
        <div>
          <dt>{t("ldap.url")}</dt>
          <dd>{ldap.url}</dd>
        </div>
        <div>
          <dt>{t("ldap.base")}</dt>
          <dd>{ldap.baseDn}</dd>
        </div>
        <div>
          <dt>{t("ldap.filter")}</dt>
          <dd>{ldap.filter}</dd>
        </div>
      </dl>
      <Button icon={RefreshCw} className={styles["start"] ?? ""} busy={plan.isPending} onPress={() => plan.mutate(null)}>
        {report ? t("ldap.again") : t("ldap.look")}
      </Button>
      {error && <ProblemList problems={[{ code: error.code, detail: error.message || t("unreachable") }]} />}
      {report && <Report report={report} from="ldap" />}
    </Dialog>
  );
}
