import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { disableSecondFactor, readSecondFactor, renewRecoveryCodes } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Account.module.css";
import { Enrol } from "./Enrol";
import { RecoveryCodes } from "./RecoveryCodes";

type Ask = "enrol" | "renew" | "off" | null;

/** A code of an authenticator app beside the password: on, off, recovery codes. */
export function SecondFactor() {
  const { t } = useTranslation("account");
  const [ask, setAsk] = useState<Ask>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { data } = useQuery({
    queryKey: ["secondFactor"],
    queryFn: async ({ signal }) => (await readSecondFactor({ signal, throwOnError: true })).data,
  });
  const queries = useQueryClient();
  const close = () => setAsk(null);
  const done = (fresh: readonly string[] | null) => {
    close();
    setCodes(fresh);
    void queries.invalidateQueries({ queryKey: ["secondFactor"] });
  };
  return (
    <section className={styles["part"]} aria-label={t("factor.title")}>
      <h2 className={styles["name"]}>{t("factor.title")}</h2>
      <p className={styles["quiet"]}>
        {data?.isOn ? t("factor.isOn", { count: data.recoveryCodesLeft }) : t("factor.isOff")}
      </p>
      {data && (
        <div className={styles["actions"]}>
          {data.isOn ? (
            <>
              <Button onPress={() => setAsk("renew")}>{t("factor.renew")}</Button>
              <Button kind="dangerText" onPress={() => setAsk("off")}>
                {t("factor.turnOff")}
              </Button>
            </>
          ) : (
            <Button onPress={() => setAsk("enrol")}>{t("factor.turnOn")}</Button>
          )}
        </div>
      )}
      {ask === "enrol" && <Enrol onDone={done} onClose={close} />}
      {(ask === "renew" || ask === "off") && <WithCode kind={ask} onDone={done} onClose={close} />}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </section>
  );
}

/** What a code of the app is asked for: new recovery codes, or turning it off. */
function WithCode(props: { kind: "renew" | "off"; onDone: (codes: readonly string[] | null) => void; onClose: () => void }) {
  const { t } = useTranslation("account");
  const { kind } = props;
  const tell = useTell();
  const [code, setCode] = useState("");
  const command = useCommand(
    async (given: string, headers): Promise<{ data: readonly string[] | null }> => {
      const asked = { body: { code: given }, headers, throwOnError: true } as const;
      if (kind === "renew") return { data: (await renewRecoveryCodes(asked)).data.codes };
      await disableSecondFactor(asked);
      return { data: null };
    },
    {
      onDone: (codes) => {
        if (codes === null) tell({ text: t("factor.turnedOff") });
        props.onDone(codes);
      },
      onProblem: () => setCode(""),
    },
  );
  return (
    <ConfirmSheet
      title={t(`factor.${kind}Title`)}
      lead={t(`factor.${kind}Lead`)}
      confirm={t(`factor.${kind}Confirm`)}
      cancel={t("factor.notNow")}
      isDangerous={kind === "off"}
      busy={command.isPending}
      isReady={code.trim() !== ""}
      onConfirm={() => command.mutate(code)}
      onCancel={props.onClose}
    >
      <Field label={t(kind === "off" ? "factor.codeOrRecovery" : "factor.code")} isRequired>
        {(id) => (
          <Input
            id={id}
            maxLength={40}
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message || t("unreachable") }]} />}
    </ConfirmSheet>
  );
}
