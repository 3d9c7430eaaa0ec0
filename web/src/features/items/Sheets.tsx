import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readConsequences } from "@/api/sdk.gen";
import type { Decision, ItemAction, PathNode, Person, ReturnTarget } from "@/api/types.gen";
import { type Consequence, Consequences, ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Segmented } from "@/ui/list/Segmented";
import { Avatar } from "@/ui/text/Person";

import styles from "./Item.module.css";
import { Opinion } from "./Opinion";

export interface SheetAnswer {
  comment: string;
  reasonCategory?: string;
  returnTo?: string;
  comeBack?: ReturnTarget["comeBack"][number];
  people?: string[];
  mode?: NonNullable<Decision["mode"]>;
}

export interface SheetProps {
  itemId: string;
  action: ItemAction;
  comment: string;
  /** The way so far: who handled the steps that it can go back to. */
  path: readonly PathNode[];
  busy: boolean;
  onAnswer: (answer: SheetAnswer) => void;
  onClose: () => void;
}

type Asked = { action: ItemAction["action"]; target?: string; comeBack?: ReturnTarget["comeBack"][number] };

/** What the action will do to others' work, asked of the server before it happens. */
function useConsequences(itemId: string, asked: Asked): readonly Consequence[] {
  const { data } = useQuery({
    queryKey: ["item", itemId, "consequences", asked],
    queryFn: async ({ signal }) =>
      (await readConsequences({ path: { item_id: itemId }, query: asked, signal, throwOnError: true })).data,
  });
  return data?.sentences ?? [];
}

/** Approving by the phone: the opinion, then one press. */
export function ApproveSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const [comment, setComment] = useState(props.comment);
  const isReady = !props.action.needsComment || comment.trim() !== "";
  return (
    <ConfirmSheet
      title={props.action.label}
      confirm={props.action.label}
      cancel={t("sheet.back")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment })}
      onCancel={props.onClose}
    >
      <Opinion
        label={props.action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        rows={3}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}

/** Rejecting: what it ends, why, and an opinion. */
export function RejectSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const { action } = props;
  const [comment, setComment] = useState(props.comment);
  const [category, setCategory] = useState<string>();
  const consequences = useConsequences(props.itemId, { action: "reject" });
  const needsCategory = action.reasonCategories.length > 0;
  const isReady = (!needsCategory || category !== undefined) && (!action.needsComment || comment.trim() !== "");
  return (
    <ConfirmSheet
      title={t("reject.title")}
      consequences={consequences}
      confirm={t("reject.confirm")}
      cancel={t("reject.cancel")}
      busy={props.busy}
      isReady={isReady}
      onConfirm={() => props.onAnswer({ comment, ...(category && { reasonCategory: category }) })}
      onCancel={props.onClose}
    >
      {needsCategory && (
        <div>
          <span className={styles["label"]}>{t("reject.category")}</span>
          <div className={styles["pills"]} role="radiogroup" aria-label={t("reject.category")}>
            {action.reasonCategories.map(({ code, name }) => (
              <button
                key={code}
                type="button"
                role="radio"
                aria-checked={code === category}
                className={styles["pillChoice"]}
                onClick={() => setCategory(code)}
              >
                {name}
              </button>
            ))}
          </div>
        </div>
      )}
      <Opinion
        label={action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        hasPhrases
        rows={3}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}

type ComeBack = ReturnTarget["comeBack"][number];

/** Who handled a step last. */
function handlerOf(target: ReturnTarget, path: readonly PathNode[]): Person | null {
  return target.person ?? path.findLast((node) => node.elementId === target.elementId)?.persons[0]?.person ?? null;
}

/** The chosen target and how it comes back: the wish counts where the target allows it. */
function useReturn(action: ItemAction, path: readonly PathNode[]) {
  const [targetId, setTargetId] = useState(action.targets[0]?.elementId ?? "");
  const [wish, setWish] = useState<ComeBack>();
  const target = action.targets.find((candidate) => candidate.elementId === targetId);
  const ways = target?.comeBack ?? [];
  return {
    targetId,
    setTargetId,
    setWish,
    ways,
    comeBack: wish && ways.includes(wish) ? wish : ways[0],
    person: target && handlerOf(target, path),
    step: target?.name ?? "",
  };
}

function ReturnChoices(props: { action: ItemAction; path: readonly PathNode[]; choice: ReturnType<typeof useReturn> }) {
  const { t } = useTranslation("items");
  const { action, path, choice } = props;
  const { targetId, ways, comeBack } = choice;
  return (
    <>
      {action.targets.length > 1 && (
        <Choices
          label={t("return.which")}
          options={action.targets.map((option) => {
            const person = handlerOf(option, path);
            return { key: option.elementId, name: person ? `${person.name} · ${option.name}` : option.name, person };
          })}
          value={targetId}
          onChange={choice.setTargetId}
        />
      )}
      {ways.length > 1 && comeBack && (
        <div>
          <span className={styles["label"]}>{t("return.comeBack")}</span>
          <Segmented
            label={t("return.comeBack")}
            segments={ways.map((key) => ({ key, label: t(`comeBack.${key}`) }))}
            value={comeBack}
            onChange={choice.setWish}
          />
        </div>
      )}
    </>
  );
}

/** Returning: to whom, how it comes back, what is removed and kept meanwhile. */
export function ReturnSheet(props: SheetProps) {
  const { t } = useTranslation("items");
  const { action } = props;
  const [comment, setComment] = useState(props.comment);
  const choice = useReturn(action, props.path);
  const { targetId, comeBack, person, step } = choice;
  const verb = person ? t("return.confirm", { name: person.name }) : t("return.toStep", { step });
  const back = comeBack && { comeBack };
  const consequences = useConsequences(props.itemId, { action: "return", target: targetId, ...back });
  return (
    <ConfirmSheet
      title={action.targets.length > 1 ? t("return.which") : t("return.title", { verb })}
      confirm={verb}
      cancel={t("return.cancel")}
      busy={props.busy}
      isReady={targetId !== "" && (!action.needsComment || comment.trim() !== "")}
      onConfirm={() => props.onAnswer({ comment, returnTo: targetId, ...back })}
      onCancel={props.onClose}
    >
      <ReturnChoices action={action} path={props.path} choice={choice} />
      <Consequences of={consequences} />
      <Opinion
        label={action.needsComment ? t("opinion.required") : t("opinion.label")}
        hasLabel
        hasPhrases
        rows={3}
        value={comment}
        onChange={setComment}
      />
    </ConfirmSheet>
  );
}

interface ChoiceOption {
  key: string;
  name: string;
  person?: { id: string; name: string } | null;
}

function Choices(props: {
  label: string;
  options: readonly ChoiceOption[];
  value: string | undefined;
  onChange: (key: string) => void;
}) {
  return (
    <div className={styles["choices"]} role="radiogroup" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.key}
          type="button"
          role="radio"
          aria-checked={option.key === props.value}
          className={styles["choice"]}
          onClick={() => props.onChange(option.key)}
        >
          {option.person && <Avatar person={option.person} size={28} />}
          <span className={styles["choiceText"]}>{option.name}</span>
          <span className={styles["ring"]} />
        </button>
      ))}
    </div>
  );
}
