import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ConnectionBody, ConnectionView, KindView } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";

import { AuthenticationFields } from "./AuthenticationFields";
import styles from "./connections.module.css";
import { LimitFields } from "./LimitFields";
import { bodyOf, EMPTY } from "./model";
import { useConnectionCommands, useKinds } from "./useConnections";

export interface PartProps {
  body: ConnectionBody;
  change: (patch: Partial<ConnectionBody>) => void;
}

/** The settings of a connection; secrets are written, never read. */
export function ConnectionForm({ view, onSaved }: { view: ConnectionView | null; onSaved: (key: string) => void }) {
  const { t } = useTranslation("connections");
  const tell = useTell();
  const kinds = useKinds().data ?? [];
  const [body, setBody] = useState<ConnectionBody>(view ? bodyOf(view) : EMPTY);
  const { save } = useConnectionCommands((_, key) => {
    tell({ text: t("told.saved") });
    onSaved(key);
  });
  const version = view?.version || null;
  const kind = kinds.find((one) => one.key === body.kind);
  const change = (patch: Partial<ConnectionBody>) => setBody((before) => ({ ...before, ...patch }));
  return (
    <form
      className={styles["form"]}
      aria-label={t("tab.settings")}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body, version });
      }}
    >
      <Origin view={view} />
      <NameFields body={body} change={change} isNew={version === null} kinds={kinds} />
      {kind && <KindFields body={body} change={change} kind={kind} secretNames={view?.secretNames ?? []} isFixed={view?.isFixed === true} />}
      {save.error && <SaveProblems problem={save.error} />}
      <div>
        <Button kind="filled" type="submit" busy={save.isPending}>
          {t("form.save")}
        </Button>
      </div>
    </form>
  );
}

/** What is wrong, place by place, or as a whole. */
export function SaveProblems({ problem }: { problem: ApiProblem }) {
  const parts = problem.problems.map(({ code, detail, path }) => ({ code, detail, path }));
  return <ProblemList problems={parts.length > 0 ? parts : [{ code: problem.code, detail: problem.message }]} />;
}

function Origin({ view }: { view: ConnectionView | null }) {
  const { t } = useTranslation("connections");
  if (view?.isFixed) return <Notice title={t("form.fixed")}>{t("form.fixedText")}</Notice>;
  return view?.isPractice ? <Notice title={t("form.practice")} /> : null;
}

function KindFields(props: PartProps & { kind: KindView; secretNames: readonly string[]; isFixed: boolean }) {
  const { body, change, kind, secretNames, isFixed } = props;
  const { t } = useTranslation("connections");
  return (
    <>
      {kind.hasAddress && (
        <Field label={t("form.baseUrl")} hint={t("form.baseUrlHint")}>
          {(id) => (
            <Input
              id={id}
              value={body.baseUrl ?? ""}
              placeholder="https://erp.example.com/api"
              disabled={isFixed}
              onChange={({ target }) => change({ baseUrl: target.value.trim() })}
            />
          )}
        </Field>
      )}
      <AuthenticationFields body={body} change={change} kind={kind} secretNames={secretNames} />
      <SettingFields body={body} change={change} kind={kind} secretNames={secretNames} />
      <LimitFields body={body} change={change} hasNetwork={kind.hasNetwork} isFixed={isFixed} />
    </>
  );
}

function NameFields({ body, change, isNew, kinds }: PartProps & { isNew: boolean; kinds: readonly KindView[] }) {
  const { t } = useTranslation("connections");
  return (
    <Fields>
      <Field label={t("form.name")} isRequired>
        {(id) => <Input id={id} value={body.name} onChange={({ target }) => change({ name: target.value })} />}
      </Field>
      <Field label={t("form.nameEn")}>
        {(id) => <Input id={id} value={body.nameEn ?? ""} onChange={({ target }) => change({ nameEn: target.value })} />}
      </Field>
      <Field label={t("form.key")} isRequired hint={t("form.keyHint")}>
        {(id) => <Input id={id} value={body.key} disabled={!isNew} onChange={({ target }) => change({ key: target.value.trim() })} />}
      </Field>
      <Field label={t("form.kind")}>
        {(id) => (
          <Select<string>
            id={id}
            value={body.kind ?? "rest"}
            disabled={!isNew}
            options={kinds.map((one) => ({ value: one.key, label: one.name }))}
            onChange={(kind) => change({ kind, authentication: { kind: "none" }, settings: {}, secrets: {} })}
          />
        )}
      </Field>
    </Fields>
  );
}

function SettingFields({ body, change, kind, secretNames }: PartProps & { kind: KindView; secretNames: readonly string[] }) {
  const { t } = useTranslation("connections");
  if (kind.settings.length === 0) return null;
  return (
    <Fields>
      {kind.settings.map((one) => {
        const text = (one.isSecret ? body.secrets : body.settings)?.[one.key] ?? "";
        const set = (next: string) =>
          change(one.isSecret ? { secrets: { ...body.secrets, [one.key]: next } } : { settings: { ...body.settings, [one.key]: next } });
        return (
          <Field key={one.key} label={one.name} isRequired={one.isRequired}>
            {(id) =>
              one.choices.length > 0 ? (
                <Select<string>
                  id={id}
                  value={text || one.default}
                  options={one.choices.map((value) => ({ value, label: value }))}
                  onChange={set}
                />
              ) : one.isSecret ? (
                <Input.Password
                  id={id}
                  autoComplete="new-password"
                  value={text}
                  placeholder={secretNames.includes(one.key) ? t("form.secretSet") : ""}
                  onChange={({ target }) => set(target.value)}
                />
              ) : (
                <Input id={id} value={text} placeholder={one.default} onChange={({ target }) => set(target.value)} />
              )
            }
          </Field>
        );
      })}
    </Fields>
  );
}
