import { useState } from "react";
import { useTranslation } from "react-i18next";

import { enableSecondFactor, proposeSecondFactor } from "@/api/sdk.gen";
import type { Enrolment, Proposal } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";
import { CopyText } from "@/ui/text/CopyText";

import styles from "./Account.module.css";

/** Password, then the picture that the app scans, then its first code. */
export function Enrol({ onDone, onClose }: { onDone: (codes: readonly string[]) => void; onClose: () => void }) {
  const { t } = useTranslation("account");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const propose = useCommand((given: string, headers) =>
    proposeSecondFactor({ body: { password: given }, headers, throwOnError: true }),
  );
  const enable = useCommand((body: Enrolment, headers) => enableSecondFactor({ body, headers, throwOnError: true }), {
    onDone: (found) => onDone(found.codes),
    onProblem: () => setCode(""),
  });
  const proposal = propose.data;
  const error = enable.error ?? propose.error;
  const isReady = proposal ? code.trim().length >= 6 : password !== "";
  const go = () => {
    if (!isReady) return;
    if (proposal) enable.mutate({ password, secret: proposal.secret, code: code.trim() });
    else propose.mutate(password);
  };
  return (
    <Dialog
      title={t("factor.turnOn")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("factor.notNow")}</Button>
          <Button kind="filled" busy={propose.isPending || enable.isPending} disabled={!isReady} onPress={go}>
            {proposal ? t("factor.confirm") : t("factor.next")}
          </Button>
        </>
      }
    >
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        {proposal ? (
          <>
            <Scan proposal={proposal} />
            <Field label={t("factor.code")} isRequired>
              {(id) => (
                <Input
                  id={id}
                  maxLength={7}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  value={code}
                  onChange={(event) => setCode(event.target.value)}
                />
              )}
            </Field>
          </>
        ) : (
          <Field label={t("factor.password")} isRequired hint={t("factor.passwordHint")}>
            {(id) => (
              <Input.Password
                id={id}
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
        )}
        {error && <ProblemList problems={[{ code: error.code, detail: error.message || t("unreachable") }]} />}
      </form>
    </Dialog>
  );
}

function Scan({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation("account");
  return (
    <>
      <p>{t("factor.scan")}</p>
      <img className={styles["qr"]} alt={t("factor.picture")} src={`data:image/svg+xml;utf8,${encodeURIComponent(proposal.qr)}`} />
      <p className={styles["quiet"]}>{t("factor.byHand")}</p>
      <div className={styles["secret"]}>
        <CopyText text={proposal.secret} />
      </div>
    </>
  );
}
