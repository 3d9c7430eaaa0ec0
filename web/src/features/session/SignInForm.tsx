import { CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { openSession } from "@/lib/session/session";
import { Button } from "@/ui/act/Button";
import { Input } from "@/ui/controls/Input";
import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./SignIn.module.css";

/** Login and password. With `login` given, that person signs in again. */
export function SignInForm(props: { login?: string; isAgain?: boolean; onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation("session");
  const id = useId();
  const [login, setLogin] = useState(props.login ?? "");
  const [password, setPassword] = useState("");
  const command = useCommand(async (ask: { login: string; password: string }) => ({ data: await openSession(ask) }), {
    onDone: props.onSignedIn,
    onProblem: () => setPassword(""),
  });
  const isReady = login.trim() !== "" && password !== "";
  const problem = command.error;
  const hasProblem = problem !== null && password === "";

  return (
    <form
      className={cx(styles["form"], props.isAgain && styles["again"])}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !command.isPending) command.mutate({ login: login.trim(), password });
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
      <div className={styles["field"]}>
        <label className={styles["label"]} htmlFor={`${id}-password`}>
          {t("password")}
        </label>
        <Input.Password
          id={`${id}-password`}
          name="password"
          size="large"
          autoComplete="current-password"
          autoFocus={props.isAgain ?? false}
          status={hasProblem ? "error" : ""}
          aria-invalid={hasProblem}
          aria-describedby={hasProblem ? `${id}-problem` : undefined}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {hasProblem && (
          <p id={`${id}-problem`} className={styles["error"]} role="alert">
            <Icon of={CircleAlert} size={14} className={styles["errorIcon"] ?? ""} />
            {problem.message || t("unreachable")}
          </p>
        )}
      </div>
      <Button kind="filled" type="submit" wide className={styles["submit"] ?? ""} busy={command.isPending} disabled={!isReady}>
        {t("signIn")}
      </Button>
    </form>
  );
}
