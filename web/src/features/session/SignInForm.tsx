import { CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView, SignIn } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { openSession } from "@/lib/session/session";
import { Button } from "@/ui/act/Button";
import { Input } from "@/ui/controls/Input";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./SignIn.module.css";

/** Answers that ask for a code of the authenticator, or for another one. */
const CODES = new Set(["identity.sign_in.code_needed", "identity.sign_in.wrong_code"]);

/** Login and password, then a code where the account asks for one. With `login` given, that person signs in again. */
export function SignInForm(props: { login?: string; isAgain?: boolean; onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation("session");
  const id = useId();
  const [login, setLogin] = useState(props.login ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [isCodeAsked, setIsCodeAsked] = useState(false);
  const command = useCommand(async (ask: SignIn) => ({ data: await openSession(ask) }), {
    onDone: props.onSignedIn,
    onProblem: (found) => {
      const asksForCode = CODES.has(found.code);
      setIsCodeAsked(asksForCode);
      setCode("");
      if (!asksForCode) setPassword("");
    },
  });
  const isReady = login.trim() !== "" && password !== "" && (!isCodeAsked || code.trim() !== "");
  const problem = command.error;

  return (
    <form
      className={cx(styles["form"], props.isAgain && styles["again"])}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !command.isPending) command.mutate({ login: login.trim(), password, ...(isCodeAsked && { code: code.trim() }) });
      }}
    >
      <div className={styles["field"]}>
        <label className={styles["label"]} htmlFor={`${id}-login`}>
          {t("login")}
        </label>
        <Input
          id={`${id}-login`}
          name="username"
          size="large"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!props.isAgain}
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
      </div>
      <PasswordField
        id={`${id}-password`}
        hasFocus={props.isAgain ?? false}
        value={password}
        onChange={setPassword}
        problem={problem && (problem.message || t("unreachable"))}
      />
      {isCodeAsked && (
        <CodeField id={id} value={code} onChange={setCode} problem={problem} />
      )}
      <Button kind="filled" type="submit" wide className={styles["submit"] ?? ""} busy={command.isPending} disabled={!isReady}>
        {t("signIn")}
      </Button>
    </form>
  );
}

function CodeField(props: { id: string; value: string; onChange: (code: string) => void; problem: ApiProblem | null }) {
  const { t } = useTranslation("session");
  const id = `${props.id}-code`;
  const isWrong = props.problem?.code === "identity.sign_in.wrong_code" && props.value === "";
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>
        {t("code")}
      </label>
      <Input
        id={id}
        size="large"
        inputMode="text"
        autoComplete="one-time-code"
        autoFocus
        maxLength={40}
        status={isWrong ? "error" : ""}
        aria-invalid={isWrong}
        aria-describedby={`${id}-note`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <p id={`${id}-note`} className={isWrong ? styles["error"] : styles["help"]} role={isWrong ? "alert" : undefined}>
        {isWrong ? props.problem?.message : t("codeHint")}
      </p>
    </div>
  );
}

function PasswordField(props: {
  id: string;
  hasFocus: boolean;
  value: string;
  onChange: (password: string) => void;
  /** Why the last one did not do; said until something is typed. */
  problem: string | null;
}) {
  const { t } = useTranslation("session");
  const { id } = props;
  const hasProblem = props.problem !== null && props.value === "";
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>
        {t("password")}
      </label>
      <Input.Password
        id={id}
        name="password"
        size="large"
        autoComplete="current-password"
        autoFocus={props.hasFocus}
        status={hasProblem ? "error" : ""}
        aria-invalid={hasProblem}
        aria-describedby={hasProblem ? `${id}-problem` : undefined}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {hasProblem && (
        <p id={`${id}-problem`} className={styles["error"]} role="alert">
          <Icon of={CircleAlert} size={14} className={styles["errorIcon"] ?? ""} />
          {props.problem}
        </p>
      )}
    </div>
  );
}
