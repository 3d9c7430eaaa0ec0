import { useTranslation } from "react-i18next";

import type { AuthenticationBody, KindView } from "@/api/types.gen";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Select } from "@/ui/controls/Select";

import type { PartProps } from "./ConnectionForm";

const KINDS = ["none", "basic", "bearer", "header", "oauth2"] as const;

/** How we prove who we are. The secret is typed anew or stays as it is. */
export function AuthenticationFields(props: PartProps & { kind: KindView; secretNames: readonly string[] }) {
  const { body, change, kind, secretNames } = props;
  const { t } = useTranslation("connections");
  const given = body.authentication ?? {};
  const chosen = given.kind ?? "none";
  const set = (patch: Partial<AuthenticationBody>) => change({ authentication: { ...given, ...patch } });
  if (kind.authentications.length < 2) return null;
  return (
    <Fields>
      <Field label={t("form.authentication")}>
        {(id) => (
          <Select<(typeof KINDS)[number]>
            id={id}
            value={chosen}
            options={KINDS.filter((one) => kind.authentications.includes(one)).map((value) => ({
              value,
              label: t(`authentication.${value}`),
            }))}
            onChange={(next) => set({ kind: next })}
          />
        )}
      </Field>
      <Details given={given} set={set} />
      {chosen !== "none" && <SecretField body={body} change={change} label={t(`secret.${chosen}`)} isSet={secretNames.includes("secret")} />}
    </Fields>
  );
}

function Details({ given, set }: { given: AuthenticationBody; set: (patch: Partial<AuthenticationBody>) => void }) {
  const { t } = useTranslation("connections");
  switch (given.kind) {
    case "basic":
      return <Line label={t("user.basic")} value={given.user ?? ""} onChange={(user) => set({ user })} />;
    case "header":
      return <Line label={t("form.header")} value={given.header ?? ""} onChange={(header) => set({ header })} />;
    case "oauth2":
      return (
        <>
          <Line label={t("user.oauth2")} value={given.user ?? ""} onChange={(user) => set({ user })} />
          <Line label={t("form.tokenUrl")} value={given.tokenUrl ?? ""} onChange={(tokenUrl) => set({ tokenUrl })} />
          <Line label={t("form.scope")} value={given.scope ?? ""} onChange={(scope) => set({ scope })} isOptional />
        </>
      );
    default:
      return null;
  }
}

interface LineProps {
  label: string;
  value: string;
  isOptional?: boolean;
  onChange: (text: string) => void;
}

function Line({ label, value, isOptional, onChange }: LineProps) {
  return (
    <Field label={label} isRequired={!isOptional}>
      {(id) => <Input id={id} value={value} onChange={({ target }) => onChange(target.value)} />}
    </Field>
  );
}

function SecretField({ body, change, label, isSet }: PartProps & { label: string; isSet: boolean }) {
  const { t } = useTranslation("connections");
  const known = body.secrets ?? {};
  const others = Object.fromEntries(Object.entries(known).filter(([name]) => name !== "secret"));
  const set = (text: string) => change({ secrets: text ? { ...others, secret: text } : others });
  return (
    <Field label={label} isRequired={!isSet}>
      {(id) => (
        <Input.Password
          id={id}
          autoComplete="new-password"
          value={known["secret"] ?? ""}
          placeholder={isSet ? t("form.secretSet") : ""}
          onChange={({ target }) => set(target.value)}
        />
      )}
    </Field>
  );
}
