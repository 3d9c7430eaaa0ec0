import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ItemAction, PathNode, Person, ReturnTarget } from "@/api/types.gen";
import { Consequences, ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { Segmented } from "@/ui/list/Segmented";
import { Avatar } from "@/ui/text/Person";

import { useConsequences } from "./api/useConsequences";
import styles from "./Item.module.css";
import { Opinion } from "./Opinion";
import type { SheetProps } from "./sheet";

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
