import { Ellipsis } from "lucide-react";
import { lazy, type RefObject, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Decided, Decision, ItemAction, ItemDetail } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import type { FormHandle } from "@/lib/forms/slot";
import { useShortcuts } from "@/lib/keyboard/shortcuts";
import { ActionBar } from "@/ui/act/ActionBar";
import { Button, type ButtonKind } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Menu } from "@/ui/act/Menu";
import { cx } from "@/ui/cx";
import { useIsPhone } from "@/ui/frame/useWidth";

import { useDecide } from "./api/useDecide";
import styles from "./Item.module.css";
import { Opinion, type OpinionHandle } from "./Opinion";
import { bringsPeople } from "./people";
import { ApproveSheet, RejectSheet, ReturnSheet, type SheetAnswer, type SheetProps } from "./Sheets";

type Name = ItemAction["action"];

/** The one that moves the work on is filled; giving it away is text. */
const ORDER: readonly Name[] = [
  ...(["approve", "complete", "submit", "claim", "advise", "reject", "return", "transfer", "release", "recall"] as const),
  ...(["takeBack", "abstain", "delegate", "addBefore", "addAfter", "addBeside"] as const),
];
const MAIN = new Set<Name>(["approve", "complete", "submit", "claim", "advise"]);
const TEXT = new Set<Name>(["transfer", "release", "recall", "takeBack"]);
/** Rarer ones wait behind the three dots. */
const FOLDED = new Set<Name>(["abstain", "delegate", "addBefore", "addAfter", "addBeside"]);
const KEYS: Partial<Record<Name, string>> = {
  approve: "a",
  complete: "a",
  submit: "a",
  reject: "r",
  return: "b",
  transfer: "t",
  claim: "a",
};
const SENDS_FORM = new Set<Name>(["approve", "complete", "submit"]);
const PeopleSheet = lazy(() => import("./PeopleSheet"));
const ON_PHONE = 3;

/** The second half of a double press must not decide the item that opens next in the same place. */
const SETTLE_MS = 700;
let lastDecision = { itemId: "", at: 0 };

function isSecondHalf(itemId: string): boolean {
  return lastDecision.itemId !== "" && lastDecision.itemId !== itemId && Date.now() - lastDecision.at < SETTLE_MS;
}

const kindOf = (action: Name): ButtonKind => (MAIN.has(action) ? "filled" : TEXT.has(action) ? "text" : "outlined");

interface DecisionBarProps {
  detail: ItemDetail;
  form: RefObject<FormHandle | null>;
  comment: string;
  onComment: (comment: string) => void;
  onDone: (decided: Decided) => void;
  onProblem: (problem: ApiProblem, comment: string) => void;
  onBack: (itemId: string) => void;
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
  const flow = useFlow(props, () => {
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
              label={t("opinion.placeholder")}
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

/** From the press of a button to the request: form first, then a sheet where others' work changes. */
function useFlow(props: DecisionBarProps, onMissing: () => void) {
  const { detail, form, comment } = props;
  const isPhone = useIsPhone();
  const [asked, setAsked] = useState<ItemAction | null>(null);
  const decide = useDecide(detail.item.id, {
    onDone: (decided) => {
      setAsked(null);
      lastDecision = { itemId: detail.item.id, at: Date.now() };
      props.onDone(decided);
    },
    onProblem: (problem) => {
      setAsked(null);
      props.onProblem(problem, comment);
    },
    onBack: props.onBack,
  });

  const send = (action: Name, answer: SheetAnswer) => {
    const body: Decision = { action, version: detail.item.version, ...answer };
    if (SENDS_FORM.has(action)) {
      const values = form.current?.submit();
      if (values === null) {
        setAsked(null);
        return;
      }
      if (values) body.values = values;
    }
    decide.mutate(body);
  };
  const start = (action: ItemAction) => {
    if (decide.isPending || !action.enabled || isSecondHalf(detail.item.id)) return;
    if (decide.isSuccess && decide.variables.version === detail.item.version) return; // decided, the page is about to move on
    if (needsSheet(action.action, isPhone)) {
      setAsked(action);
      return;
    }
    if (action.needsComment && comment.trim() === "") onMissing();
    else send(action.action, { comment });
  };

  return {
    start,
    busyWith: decide.isPending ? decide.variables.action : null,
    sheet: asked && (
      <Suspense>
        <Sheet
          itemId={detail.item.id}
          action={asked}
          comment={comment}
          path={detail.instance.path}
          busy={decide.isPending}
          onAnswer={(answer) => send(asked.action, answer)}
          onClose={() => setAsked(null)}
        />
      </Suspense>
    ),
  };
}

/** Where others' work changes, and on the phone where a thumb slips, a sheet asks first. */
const needsSheet = (action: Name, isPhone: boolean): boolean =>
  action === "reject" || action === "return" || bringsPeople(action) || (isPhone && (action === "approve" || action === "complete"));

function Sheet(props: SheetProps) {
  const { action } = props.action;
  if (action === "reject") return <RejectSheet {...props} />;
  if (action === "return") return <ReturnSheet {...props} />;
  if (bringsPeople(action)) return <PeopleSheet {...props} kind={action} />;
  return <ApproveSheet {...props} />;
}
