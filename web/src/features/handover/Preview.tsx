import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { handOver } from "@/api/sdk.gen";
import type { HandoverDone, HandoverItem, HandoverPreview, HandoverResult } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { Checkbox } from "@/ui/controls/Choice";
import { Field } from "@/ui/controls/Field";
import { Input } from "@/ui/controls/Input";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { Person } from "@/ui/text/Person";

import styles from "./Handover.module.css";

type Kind = "deputies" | "roles" | "groups" | "headships";

/** What goes to whom, kind by kind; each can be left behind. */
export function Preview({ preview, onDone }: { preview: HandoverPreview; onDone: (result: HandoverResult) => void }) {
  const { t } = useTranslation("handover");
  const queries = useQueryClient();
  const movable = preview.items.filter((item) => item.staysBecause === null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [kinds, setKinds] = useState<ReadonlySet<Kind>>(
    new Set<Kind>(["deputies", ...(preview.mayMoveRoles ? (["roles"] as const) : []), ...(preview.mayMoveSeats ? (["groups", "headships"] as const) : [])]),
  );
  const [reason, setReason] = useState("");
  const chosen = movable.filter((item) => !left.has(item.itemId));
  const has = (kind: Kind) => kinds.has(kind) && preview[kind].length > 0;
  const toggle = (kind: Kind) =>
    setKinds((before) => {
      const next = new Set(before);
      if (!next.delete(kind)) next.add(kind);
      return next;
    });
  const command = useCommand((body: HandoverDone, headers) => handOver({ body, headers, throwOnError: true }), {
    onDone: (result) => {
      for (const key of ["handover", "organisation", "permissions", "deputies", "items"]) {
        void queries.invalidateQueries({ queryKey: [key] });
      }
      onDone(result);
    },
  });
  const isNothing = chosen.length === 0 && !(["deputies", "roles", "groups", "headships"] as const).some(has);
  const named = (kind: Exclude<Kind, "deputies">, isAllowed: boolean) => (
    <KindPart key={kind} title={t(`kind.${kind}`)} count={preview[kind].length} isOn={kinds.has(kind)} isAllowed={isAllowed} onToggle={() => toggle(kind)}>
      <p>{preview[kind].map((one) => one.name).join("、")}</p>
    </KindPart>
  );
  return (
    <>
      <Items items={preview.items} left={left} onLeft={setLeft} />
      <KindPart title={t("kind.deputies")} count={preview.deputies.length} isOn={kinds.has("deputies")} isAllowed onToggle={() => toggle("deputies")}>
        <ul>
          {preview.deputies.map((rule) => (
            <li key={rule.id}>
              <Person person={preview.to} onBehalfOf={rule.who} />
              <span className={styles["quiet"]}>{t("deputyOf", { name: preview.person.name })}</span>
            </li>
          ))}
        </ul>
      </KindPart>
      {named("roles", preview.mayMoveRoles)}
      {named("groups", preview.mayMoveSeats)}
      {named("headships", preview.mayMoveSeats)}
      {preview.models.length > 0 && (
        <Notice tone="amber" title={t("models", { count: preview.models.length, name: preview.person.name })}>
          {preview.models.map((one) => one.name).join("、")}
        </Notice>
      )}
      <Notice title={t("future")} />
      <Field label={t("reason")}>
        {(id) => <Input.TextArea id={id} rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </Field>
      {command.error && <ProblemList problems={[{ code: command.error.code, detail: command.error.message || t("unreachable") }]} />}
      <div className={styles["foot"]}>
        <Button
          kind="filled"
          busy={command.isPending}
          disabled={isNothing}
          onPress={() =>
            command.mutate({
              personId: preview.person.id,
              toPersonId: preview.to.id,
              itemIds: chosen.map((item) => item.itemId),
              withDeputies: has("deputies"),
              withRoles: has("roles"),
              withGroups: has("groups"),
              withHeadships: has("headships"),
              reason,
            })
          }
        >
          {t("confirm", { name: preview.to.name })}
        </Button>
      </div>
    </>
  );
}

function KindPart(props: {
  title: string;
  count: number;
  isOn: boolean;
  isAllowed: boolean;
  onToggle: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation("handover");
  if (props.count === 0) return null;
  return (
    <section className={styles["part"]} aria-label={props.title}>
      <Checkbox checked={props.isOn && props.isAllowed} disabled={!props.isAllowed} onChange={props.onToggle}>
        <span className={styles["partName"]}>{props.title}</span> <span className="tnum">{props.count}</span>
      </Checkbox>
      <div className={styles["content"]}>{props.children}</div>
      {!props.isAllowed && <p className={styles["quiet"]}>{t("notAllowed")}</p>}
    </section>
  );
}

function Items(props: { items: readonly HandoverItem[]; left: ReadonlySet<string>; onLeft: (left: ReadonlySet<string>) => void }) {
  const { t } = useTranslation("handover");
  const { items, left } = props;
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    props.onLeft(next);
  };
  return (
    <section className={styles["part"]} aria-label={t("items.title")}>
      <h2 className={styles["partName"]}>{t("items.title")}</h2>
      {items.length === 0 && <p className={styles["quiet"]}>{t("items.none")}</p>}
      <ul className={styles["list"]}>
        {items.map((item) => (
          <li key={item.itemId}>
            <Checkbox
              checked={item.staysBecause === null && !left.has(item.itemId)}
              disabled={item.staysBecause !== null}
              onChange={() => toggle(item.itemId)}
            >
              {item.number} {item.title} <span className={styles["quiet"]}>{item.step}</span>
            </Checkbox>
            {item.staysBecause && <div className={styles["stays"]}>{t("items.stays", { reason: item.staysBecause })}</div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
