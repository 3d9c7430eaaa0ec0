import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/lib/session/SessionContext";
import { Field, Fields } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";

import type { PartProps } from "./ConnectionForm";
import { networksOf } from "./model";

/** How much it is asked at once, how long it may take, and where it may lead. */
export function LimitFields({ body, change, hasNetwork, isFixed }: PartProps & { hasNetwork: boolean; isFixed: boolean }) {
  const { t } = useTranslation("connections");
  const mayAllow = useSession().permissions.includes("connection.networks");
  const [networks, setNetworks] = useState((body.allowedNetworks ?? []).join(", "));
  return (
    <Fields>
      <Count label={t("form.maxRunning")} value={body.maxRunning ?? 4} onChange={(maxRunning) => change({ maxRunning })} />
      <Count
        label={t("form.perMinute")}
        hint={t("form.perMinuteHint")}
        value={body.perMinute ?? 0}
        onChange={(perMinute) => change({ perMinute })}
      />
      <Count label={t("form.timeout")} value={body.timeoutS ?? 30} isOff={isFixed} onChange={(timeoutS) => change({ timeoutS })} />
      {hasNetwork && (
        <Field label={t("form.networks")} hint={t(mayAllow ? "form.networksHint" : "form.networksNotYou")}>
          {(id) => (
            <Input
              id={id}
              value={networks}
              disabled={!mayAllow || isFixed}
              placeholder="10.0.0.0/8"
              onChange={({ target }) => {
                setNetworks(target.value);
                change({ allowedNetworks: networksOf(target.value) });
              }}
            />
          )}
        </Field>
      )}
    </Fields>
  );
}

interface CountProps {
  label: string;
  hint?: string;
  value: number;
  isOff?: boolean;
  onChange: (value: number) => void;
}

function Count({ label, hint, value, isOff, onChange }: CountProps) {
  return (
    <Field label={label} hint={hint}>
      {(id) => (
        <Input
          id={id}
          inputMode="numeric"
          value={String(value)}
          disabled={isOff ?? false}
          onChange={({ target }) => onChange(Number(target.value.replace(/\D/g, "")))}
        />
      )}
    </Field>
  );
}
