import { Ellipsis } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ItemAction } from "@/api/types.gen";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { ActionBar } from "@/ui/act/ActionBar";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";
import { cx } from "@/ui/cx";
import { useIsPhone } from "@/ui/frame/useWidth";

import { FOLDED, KEYS, kindOf, MAIN, ORDER } from "./actions";
import styles from "./Item.module.css";
import { Opinion, type OpinionHandle } from "./Opinion";
import { type DecisionFlowProps, useDecisionFlow } from "./useDecisionFlow";

const ON_PHONE = 3;

interface DecisionBarProps extends DecisionFlowProps {
  onComment: (comment: string) => void;
  isOneLine: boolean;
  hasHints: boolean;
}

/** Opinion and decisions of one open item. Only what the server allows; A, R, B and T work from the keyboard. */
export function DecisionBar(props: DecisionBarProps) {
  const { t } = useTranslation("items");
  const { detail, comment, onComment } = props;
  const isPhone = useIsPhone();
  const opinion = useRef<OpinionHandle>(null);
  const [isMissing, setIsMissing] = useState(false);
  const flow = useDecisionFlow(props, () => {
    setIsMissing(true);
    opinion.current?.focus();
  });
  const actions = ORDER.flatMap((name) => detail.actions.filter((action) => action.action === name));
  const usable = actions.filter((action) => action.enabled);
  useShortcuts(
    usable.flatMap((action) => {
      const keys = KEYS[action.action];
      return keys ? [{ keys, label: action.label, group: "task" as const, run: () => flow.start(action) }] : [];
    }),
  );
  useShortcuts([{ keys: "c", label: t("opinion.write"), group: "task", run: () => opinion.current?.focus() }]);
  if (actions.length === 0) return null;

  const main = usable.find((action) => MAIN.has(action.action));
  const near = actions.filter((action) => !FOLDED.has(action.action));
  const direct = isPhone ? near.slice(0, ON_PHONE) : near;
  const more = actions.filter((action) => !direct.includes(action));
  const needsOpinion = actions.some((action) => !["claim", "takeBack", "recall"].includes(action.action));
  return (
    <>
      <ActionBar
        label={t("actions")}
        isOneLine={props.isOneLine}
        opinion={
          needsOpinion && !isPhone && (
            <Opinion
              label={t("opinion.write")}
              placeholder={t("opinion.placeholder")}
              value={comment}
              isWrong={isMissing && comment.trim() === ""}
              onChange={onComment}
              ref={opinion}
              {...(main && { onConfirm: () => flow.start(main) })}
            />
          )
        }
        hints={props.hasHints ? hints(usable, t("keys.next")) : []}
      >
        {direct.map((action) => (
          <Button
            key={action.action}
            kind={kindOf(action.action)}
            size={props.isOneLine ? "lg" : "md"}
            className={cx(styles["decide"], MAIN.has(action.action) && styles["main"])}
            busy={flow.busyWith === action.action}
            disabled={!action.enabled}
            hint={action.reason ?? undefined}
            {...(KEYS[action.action] && { shortcut: KEYS[action.action] ?? "" })}
            onPress={() => flow.start(action)}
          >
            {action.label}
          </Button>
        ))}
        <More actions={more} onStart={flow.start} />
      </ActionBar>
      {flow.sheet}
    </>
  );
}

function More({ actions, onStart }: { actions: readonly ItemAction[]; onStart: (action: ItemAction) => void }) {
  const { t } = useTranslation("items");
  if (actions.length === 0) return null;
  return (
    <div className={styles["more"]}>
      <Menu
        placement="topLeft"
        items={actions.map((action) => ({
          key: action.action,
          label: action.label,
          isDisabled: !action.enabled,
          onPress: () => onStart(action),
        }))}
      >
        <IconButton icon={Ellipsis} label={t("more")} aria-haspopup="menu" iconSize={18} />
      </Menu>
    </div>
  );
}

function hints(actions: readonly ItemAction[], next: string): { label: string; keys: string }[] {
  const shown = actions.filter((action) => ["approve", "complete", "submit", "reject"].includes(action.action));
  return [
    ...shown.map((action) => ({ label: action.label, keys: (KEYS[action.action] ?? "").toUpperCase() })),
    { label: next, keys: "J" },
  ];
}
