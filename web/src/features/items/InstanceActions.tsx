import { BellRing, Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { cancelInstance, remindInstance, revokeInstance, withdrawInstance } from "@/api/sdk.gen";
import type { InstanceAction, InstanceDetail } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";
import { useTell } from "@/ui/act/Toasts";

import { useForget } from "./api/useDecide";
import { Opinion } from "./Opinion";

type Name = InstanceAction["action"];
const SHOWN: readonly Name[] = ["remind", "withdraw", "revoke", "cancel"];
type Shown = "remind" | "withdraw" | "revoke" | "cancel";

interface InstanceActionsProps {
  instance: Pick<InstanceDetail, "id" | "number" | "title" | "myItemId"> & { actions: readonly InstanceAction[] };
  onProblem: (problem: ApiProblem) => void;
  /** The item that is open for the actor afterwards. */
  onItem: (itemId: string) => void;
  /** Little room: one button, the rest behind three dots. */
  isFolded?: boolean;
}

/** What an initiator or owner may do to a whole request: remind, withdraw, revoke, cancel. */
export function InstanceActions({ instance, onProblem, onItem, isFolded }: InstanceActionsProps) {
  const { t } = useTranslation("items");
  const tell = useTell();
  const forget = useForget();
  const [asked, setAsked] = useState<InstanceAction | null>(null);
  const path = { instance_id: instance.id };
  const fail = (problem: ApiProblem) => {
    setAsked(null);
    onProblem(problem);
  };
  const remind = useCommand(
    (_: null, headers) => remindInstance({ path, body: {}, headers, throwOnError: true }),
    {
      onDone: ({ persons }) =>
        tell({ text: t("remind.done", { names: persons.map((person) => person.name).join(t("changed.separator")) }) }),
      onProblem: fail,
    },
  );
  const end = useCommand(
    ({ action, reason }: { action: Name; reason: string }, headers) =>
      (action === "withdraw" ? withdrawInstance : cancelInstance)({ path, body: { reason }, headers, throwOnError: true }),
    {
      onDone: ({ itemId, instanceId }, { action }) => {
        setAsked(null);
        forget(instanceId);
        tell({ text: action === "withdraw" ? t("withdraw.done") : t("cancel.done") });
        if (itemId) onItem(itemId);
      },
      onProblem: fail,
    },
  );

  const revoke = useCommand(
    (reason: string, headers) => revokeInstance({ path, body: { reason }, headers, throwOnError: true }),
    {
      onDone: ({ number }) => {
        setAsked(null);
        forget(instance.id);
        tell({ text: t("revoke.done", { number }) });
      },
      onProblem: fail,
    },
  );

  const offered = SHOWN.flatMap((name) => instance.actions.filter((action) => action.action === name));
  const shown = instance.myItemId ? offered.filter((action) => action.action !== "remind") : offered; // nobody reminds themselves
  const direct = isFolded ? shown.slice(0, instance.myItemId ? 0 : 1) : shown;
  const start = (action: InstanceAction) => {
    if (!action.enabled) return;
    if (action.action === "remind") remind.mutate(null);
    else setAsked(action);
  };
  const urge = shown.find((action) => action.action === "remind" && action.enabled);
  useShortcuts(urge ? [{ keys: "u", label: t("action.remind"), group: "task", run: () => start(urge) }] : []);
  return (
    <>
      {direct.map((action) => (
        <Button
          key={action.action}
          kind={action.action === "cancel" ? "dangerText" : action.action === "remind" ? "outlined" : "text"}
          {...(action.action === "remind" && { icon: BellRing })}
          disabled={!action.enabled}
          hint={action.reason ?? undefined}
          busy={action.action === "remind" && remind.isPending}
          onPress={() => start(action)}
        >
          {t(`action.${action.action as Shown}`)}
        </Button>
      ))}
      {isFolded && <Folded actions={shown.filter((action) => !direct.includes(action))} onStart={start} />}
      {asked && (
        <EndSheet
          action={asked}
          instance={instance}
          busy={end.isPending || revoke.isPending}
          onAnswer={(reason) =>
            asked.action === "revoke" ? revoke.mutate(reason) : end.mutate({ action: asked.action, reason })
          }
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Folded({ actions, onStart }: { actions: readonly InstanceAction[]; onStart: (action: InstanceAction) => void }) {
  const { t } = useTranslation("items");
  if (actions.length === 0) return null;
  return (
    <Menu
      placement="topRight"
      items={actions.map((action) => ({
        key: action.action,
        label: t(`action.${action.action as Shown}`),
        isDisabled: !action.enabled,
        isDangerous: action.action === "cancel",
        onPress: () => onStart(action),
      }))}
    >
      <IconButton icon={Ellipsis} label={t("more")} aria-haspopup="menu" iconSize={20} />
    </Menu>
  );
}

function EndSheet(props: {
  action: InstanceAction;
  instance: { number: string; title: string };
  busy: boolean;
  onAnswer: (reason: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("items");
  const [reason, setReason] = useState("");
  const isCancel = props.action.action === "cancel";
  const isReady = !props.action.needsReason || reason.trim() !== "";
  const { number, title } = props.instance;
  const opinion = (
    <Opinion
      label={props.action.needsReason ? t("reason.required") : t("reason.label")}
      hasLabel
      rows={2}
      value={reason}
      onChange={setReason}
    />
  );
  if (isCancel) {
    return (
      <ConfirmSheet
        title={t("cancel.title", { number })}
        lead={t("cancel.lead")}
        confirm={t("cancel.confirm")}
        cancel={t("cancel.keep")}
        isDangerous
        typed={{ word: number, label: t("cancel.type", { number }) }}
        isReady={isReady}
        busy={props.busy}
        onConfirm={() => props.onAnswer(reason.trim())}
        onCancel={props.onClose}
      >
        {opinion}
      </ConfirmSheet>
    );
  }
  const isRevoke = props.action.action === "revoke";
  const say = (part: "removed" | "kept" | "opened" | "confirm" | "cancel") =>
    isRevoke ? t(`revoke.${part}`) : t(`withdraw.${part}`);
  return (
    <ConfirmSheet
      title={isRevoke ? t("revoke.title", { title }) : t("withdraw.title", { title })}
      consequences={[
        { kind: "removed", text: say("removed") },
        { kind: "kept", text: say("kept") },
        { kind: "opened", text: say("opened") },
      ]}
      confirm={say("confirm")}
      cancel={say("cancel")}
      isReady={isReady}
      busy={props.busy}
      onConfirm={() => props.onAnswer(reason.trim())}
      onCancel={props.onClose}
    >
      {opinion}
    </ConfirmSheet>
  );
}
