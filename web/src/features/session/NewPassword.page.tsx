import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { changePassword } from "@/api/sdk.gen";
import type { SessionView } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { openSession } from "@/lib/session/session";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Input } from "@/ui/controls/Input";
import { Logo } from "@/ui/frame/Logo";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./SignIn.module.css";

interface NewPasswordPageProps {
  session: SessionView;
  onSignedIn: (session: SessionView) => void;
  onSignOut: () => void;
}

/** Whoever got a password from an administrator sets an own one before anything else. */
export function NewPasswordPage({ session, onSignedIn, onSignOut }: NewPasswordPageProps) {
  const { t } = useTranslation("session");
  const id = useId();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  useTitle(t("fresh.title"));
  const command = useCommand(
    async (body: { current: string; new: string }, headers) => {
      await changePassword({ body, headers, throwOnError: true });
      return { data: await openSession({ login: session.person.login, password: body.new }) };
    },
    { onDone: onSignedIn },
  );
  const { error } = command;
  const problems = error && (error.problems.length > 0 ? error.problems : [{ code: error.code, detail: error.message || t("unreachable") }]);
  const fields = [
    { key: "current", label: t("fresh.current"), value: current, set: setCurrent, hint: "current-password" },
    { key: "new", label: t("fresh.new"), value: next, set: setNext, hint: "new-password" },
  ];
  const isReady = current !== "" && next !== "";
  return (
    <main className={styles["alone"]}>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !command.isPending) command.mutate({ current, new: next });
        }}
      >
        <Logo size={34} />
        <div>
          <h1 className={styles["title"]}>{t("fresh.title")}</h1>
          <p className={styles["host"]}>{t("fresh.text", { name: session.person.name })}</p>
        </div>
        {fields.map((field, index) => (
          <div key={field.key} className={styles["field"]}>
            <label className={styles["label"]} htmlFor={`${id}-${field.key}`}>
              {field.label}
            </label>
            <Input.Password
              id={`${id}-${field.key}`}
              size="large"
              autoComplete={field.hint}
              autoFocus={index === 0}
              value={field.value}
              onChange={(event) => field.set(event.target.value)}
            />
          </div>
        ))}
        {problems && <ProblemList problems={problems} />}
        <Button kind="filled" type="submit" wide className={styles["submit"] ?? ""} busy={command.isPending} disabled={!isReady}>
          {t("fresh.set")}
        </Button>
        <Button kind="text" onPress={onSignOut}>
          {t("fresh.signOut")}
        </Button>
      </form>
    </main>
  );
}
