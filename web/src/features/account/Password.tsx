import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { changePassword } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";

import styles from "./Account.module.css";

/** A new password, proven by the present one. */
export function Password({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation("account");
  const id = useId();
  const tell = useTell();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const command = useCommand(
    (body: { current: string; new: string }, headers) => changePassword({ body, headers, throwOnError: true }),
    {
      onDone: () => {
        setCurrent("");
        setNext("");
        tell({ text: t("password.done") });
        onDone?.();
      },
    },
  );
  const { error } = command;
  const problems = error && (error.problems.length > 0 ? error.problems : [{ code: error.code, detail: error.message || t("unreachable") }]);
  const fields = [
    { key: "current", label: t("password.current"), value: current, set: setCurrent, hint: "current-password" },
    { key: "new", label: t("password.new"), value: next, set: setNext, hint: "new-password" },
  ];
  return (
    <section className={styles["part"]} aria-label={t("password.title")}>
      <h2 className={styles["name"]}>{t("password.title")}</h2>
      <form
        className={styles["form"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (current && next && !command.isPending) command.mutate({ current, new: next });
        }}
      >
        {fields.map((field) => (
          <div key={field.key} className={styles["field"]}>
            <label className={styles["label"]} htmlFor={`${id}-${field.key}`}>
              {field.label}
            </label>
            <Input.Password
              id={`${id}-${field.key}`}
              autoComplete={field.hint}
              value={field.value}
              onChange={(event) => field.set(event.target.value)}
            />
          </div>
        ))}
        {problems && <ProblemList problems={problems} />}
        <div>
          <Button type="submit" busy={command.isPending} disabled={!current || !next}>
            {t("password.change")}
          </Button>
        </div>
      </form>
    </section>
  );
}
