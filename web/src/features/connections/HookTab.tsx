import { KeyRound, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConnectionView, SubscriptionBody } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { CopyText } from "@/ui/text/CopyText";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./connections.module.css";
import { bodyOf } from "./model";
import { useConnectionCommands, useDeliveries } from "./useConnections";

/** Where the other system sends its events, how it signs them, and what they mean here. */
export function HookTab({ view }: { view: ConnectionView }) {
  return (
    <div className={styles["columns"]}>
      <Subscriptions key={view.version} view={view} />
      <div className={styles["form"]}>
        <Address view={view} />
        <Deliveries connectionKey={view.key} />
      </div>
    </div>
  );
}

function Address({ view }: { view: ConnectionView }) {
  const { t } = useTranslation("connections");
  const { openHook } = useConnectionCommands(() => undefined);
  const isOpen = view.secretNames.includes("hook");
  return (
    <section className={styles["trial"]} aria-label={t("hook.address")}>
      <h2 className={styles["heading"]}>{t("hook.address")}</h2>
      <CopyText text={`${window.location.origin}${view.hookPath}`} />
      <p className={styles["quiet"]}>{t("hook.how")}</p>
      <pre className={styles["code"]}>{SIGNING}</pre>
      {openHook.data && (
        <Notice tone="amber" title={t("hook.once")} isAlert>
          <CopyText text={openHook.data.secret} />
        </Notice>
      )}
      <div>
        <Button icon={KeyRound} busy={openHook.isPending} onPress={() => openHook.mutate(view.key)}>
          {t(isOpen ? "hook.renew" : "hook.open")}
        </Button>
      </div>
      {isOpen && <p className={styles["quiet"]}>{t("hook.renewHint")}</p>}
    </section>
  );
}

const SIGNING = `X-Dujiang-Timestamp: <unix seconds>
X-Dujiang-Signature: sha256=hex(hmac_sha256(secret, timestamp + "." + body))
Idempotency-Key: <delivery id>`;

const FRESH: SubscriptionBody = { event: "", message: "", correlation: "", variables: "=body", keep: "PT1H" };

function Subscriptions({ view }: { view: ConnectionView }) {
  const { t } = useTranslation("connections");
  const tell = useTell();
  const [rows, setRows] = useState<readonly SubscriptionBody[]>(view.subscriptions);
  const { save } = useConnectionCommands(() => tell({ text: t("told.saved") }));
  const change = (index: number, patch: Partial<SubscriptionBody>) =>
    setRows((before) => before.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  const problems = save.error?.problems.map(({ code, detail, path }) => ({ code, detail, path })) ?? [];
  return (
    <section className={styles["form"]} aria-label={t("hook.subscriptions")}>
      <h2 className={styles["heading"]}>{t("hook.subscriptions")}</h2>
      <p className={styles["quiet"]}>{t("hook.text")}</p>
      {rows.map((row, index) => (
        <fieldset key={index} className={styles["subscription"]}>
          <legend>{row.message || t("hook.one", { number: index + 1 })}</legend>
          <Fields>
            <Text label={t("hook.event")} hint={t("hook.eventHint")} value={row.event ?? ""} onChange={(event) => change(index, { event })} />
            <Text label={t("hook.message")} value={row.message} onChange={(message) => change(index, { message })} />
            <Text label={t("hook.correlation")} value={row.correlation ?? ""} onChange={(correlation) => change(index, { correlation })} />
            <Text label={t("hook.keep")} hint={t("hook.keepHint")} value={row.keep ?? ""} onChange={(keep) => change(index, { keep })} />
          </Fields>
          <Text label={t("hook.variables")} value={row.variables ?? ""} onChange={(variables) => change(index, { variables })} />
          <div>
            <Button size="sm" kind="dangerText" icon={Trash2} onPress={() => setRows((before) => before.filter((_, at) => at !== index))}>
              {t("hook.remove")}
            </Button>
          </div>
        </fieldset>
      ))}
      {save.error && <ProblemList problems={problems.length > 0 ? problems : [{ code: save.error.code, detail: save.error.message }]} />}
      <div className={styles["acts"]}>
        <Button kind="filled" busy={save.isPending} onPress={() => save.mutate({ body: { ...bodyOf(view), subscriptions: [...rows] }, version: view.version })}>
          {t("form.save")}
        </Button>
        <Button icon={Plus} onPress={() => setRows((before) => [...before, FRESH])}>
          {t("hook.add")}
        </Button>
      </div>
    </section>
  );
}

function Text({ label, hint, value, onChange }: { label: string; hint?: string; value: string; onChange: (text: string) => void }) {
  return (
    <Field label={label} hint={hint}>
      {(id) => <Input id={id} value={value} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}

function Deliveries({ connectionKey }: { connectionKey: string }) {
  const { t } = useTranslation("connections");
  const rows = useDeliveries(connectionKey).data ?? [];
  return (
    <section aria-label={t("hook.deliveries")}>
      <h2 className={styles["heading"]}>{t("hook.deliveries")}</h2>
      {rows.length === 0 && <p className={styles["quiet"]}>{t("hook.noDeliveries")}</p>}
      <ul className={styles["calls"]}>
        {rows.map((row) => (
          <li key={row.delivery} className={styles["delivery"]}>
            <span>{row.event || t("hook.noEvent")}</span>
            <span className={styles["quiet"]}>
              <TimeAgo at={row.at} form="moment" /> · {row.messages.length > 0 ? row.messages.join(" · ") : t("hook.nothing")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
