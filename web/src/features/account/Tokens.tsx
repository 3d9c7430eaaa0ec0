import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { createToken, deleteToken, listTokens } from "@/api/sdk.gen";
import type { NewToken, Token } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { useSession } from "@/lib/session/SessionContext";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Dialog } from "@/ui/act/Dialog";
import { Checkbox } from "@/ui/controls/Choice";
import { DateInput } from "@/ui/controls/DateInput";
import { Input } from "@/ui/controls/Input";
import { ProblemList } from "@/ui/states/ProblemList";
import { ErrorState } from "@/ui/states/State";
import { CopyText } from "@/ui/text/CopyText";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Account.module.css";

/** Tokens by which programs act as me, each with no more than it needs. */
export function Tokens() {
  const { t } = useTranslation("account");
  const [isMaking, setIsMaking] = useState(false);
  const [leaving, setLeaving] = useState<Token | null>(null);
  const queries = useQueryClient();
  const forget = () => void queries.invalidateQueries({ queryKey: ["tokens"] });
  const query = useQuery({
    queryKey: ["tokens"],
    queryFn: async ({ signal }) => (await listTokens({ signal, throwOnError: true })).data,
  });
  const remove = useCommand(
    (id: string, headers) => deleteToken({ path: { token_id: id }, headers, throwOnError: true }),
    {
      onDone: () => {
        setLeaving(null);
        forget();
      },
    },
  );
  const tokens = query.data?.items ?? [];
  return (
    <section className={styles["part"]} aria-label={t("tokens.title")}>
      <div className={styles["head"]}>
        <h2 className={styles["name"]}>{t("tokens.title")}</h2>
        <Button size="sm" icon={Plus} onPress={() => setIsMaking(true)}>
          {t("tokens.make")}
        </Button>
      </div>
      {query.isError && (
        <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />
      )}
      {query.data && tokens.length === 0 && <p className={styles["quiet"]}>{t("tokens.empty")}</p>}
      {tokens.length > 0 && (
        <ul className={styles["tokens"]}>
          {tokens.map((token) => (
            <li key={token.id} className={styles["token"]}>
              <div className={styles["tokenText"]}>
                <div>{token.name}</div>
                <div className={styles["quiet"]}>
                  <Use token={token} />
                </div>
              </div>
              <Button size="sm" kind="dangerText" onPress={() => setLeaving(token)}>
                {t("tokens.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {isMaking && (
        <NewTokenDialog
          onMade={forget}
          onClose={() => setIsMaking(false)}
        />
      )}
      {leaving && (
        <ConfirmSheet
          title={t("tokens.removeTitle", { name: leaving.name })}
          lead={t("tokens.removeLead")}
          confirm={t("tokens.remove")}
          cancel={t("tokens.keep")}
          isDangerous
          busy={remove.isPending}
          onConfirm={() => remove.mutate(leaving.id)}
          onCancel={() => setLeaving(null)}
        />
      )}
    </section>
  );
}

function Use({ token }: { token: Token }) {
  const { t } = useTranslation("account");
  return (
    <>
      {token.scopes.join(" ")}
      {" · "}
      {token.lastUsedAt ? (
        <>
          {t("tokens.used")} <TimeAgo at={token.lastUsedAt} />
        </>
      ) : (
        t("tokens.unused")
      )}
      {token.expiresAt && (
        <>
          {" · "}
          {t("tokens.until")} <TimeAgo at={token.expiresAt} form="day" />
        </>
      )}
    </>
  );
}

function NewTokenDialog({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const { t } = useTranslation("account");
  const { permissions } = useSession();
  const id = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [until, setUntil] = useState<string | null>(null);
  const command = useCommand((body: NewToken, headers) => createToken({ body, headers, throwOnError: true }), {
    onDone: onMade,
  });
  const { data: made, error } = command;
  if (made) {
    return (
      <Dialog
        title={t("tokens.made", { name: made.name })}
        onClose={onClose}
        footer={
          <Button kind="filled" onPress={onClose}>
            {t("tokens.kept")}
          </Button>
        }
      >
        <p>{t("tokens.once")}</p>
        <div className={styles["secret"]}>
          <CopyText text={made.secret} />
        </div>
      </Dialog>
    );
  }
  const isReady = name.trim() !== "" && scopes.length > 0;
  return (
    <Dialog
      title={t("tokens.make")}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t("tokens.notNow")}</Button>
          <Button
            kind="filled"
            busy={command.isPending}
            disabled={!isReady}
            onPress={() =>
              command.mutate({ name: name.trim(), scopes, expiresAt: until && new Date(`${until}T23:59:59`).toISOString() })
            }
          >
            {t("tokens.make")}
          </Button>
        </>
      }
    >
      <div className={styles["field"]}>
        <label className={styles["label"]} htmlFor={`${id}-name`}>
          {t("tokens.name")}
        </label>
        <Input id={`${id}-name`} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      </div>
      <fieldset className={styles["scopes"]}>
        <legend className={styles["label"]}>{t("tokens.scopes")}</legend>
        <Checkbox.Group
          className={styles["scopes"] ?? ""}
          options={permissions.map((permission) => ({ value: permission, label: permission }))}
          value={scopes}
          onChange={setScopes}
        />
      </fieldset>
      <div className={styles["field"]}>
        <label className={styles["label"]} htmlFor={`${id}-until`}>
          {t("tokens.untilOptional")}
        </label>
        <DateInput id={`${id}-until`} value={until} onChange={setUntil} />
      </div>
      {error && <ProblemList problems={[{ code: error.code, detail: error.message || t("unreachable") }]} />}
    </Dialog>
  );
}
