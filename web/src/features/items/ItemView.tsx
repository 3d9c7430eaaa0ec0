import { ChevronDown, ChevronUp, Maximize2, Printer } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Decided, ItemDetail } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import type { FormHandle, FormSlot, FormValues } from "@/lib/forms/slot";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { IconButton } from "@/ui/act/IconButton";
import { MoneyHeadline } from "@/ui/text/Money";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState, NoPermission } from "@/ui/states/State";

import type { ListFilter } from "./api/queries";
import { useItemDraft } from "./api/useItemDraft";
import { DecisionBar } from "./DecisionBar";
import { History } from "./History";
import { InstanceHead, InstancePath } from "./InstanceHead";
import styles from "./Item.module.css";
import { ItemForm, ItemTabs } from "./ItemBody";
import type { Refusal } from "./ItemNotes";
import { paperOf } from "./PrintLink";
import { useItemState } from "./useItemState";
import { WaitingCard } from "./WaitingCard";

/** What could not be shown, and what to do about it. */
export function Unreadable({ problem, onRetry }: { problem: ApiProblem; onRetry: () => void }) {
  const { t } = useTranslation("items");
  if (problem.status === 403 || problem.status === 404) {
    return <NoPermission title={t("hidden.title")} text={problem.message || t("hidden.text")} />;
  }
  return (
    <ErrorState
      title={problem.message || t("unreachable")}
      text={t("safe")}
      code={problem.logId ?? problem.code}
      onRetry={onRetry}
    />
  );
}

/** Opinion, form and refusal of one item, and what happens when it is decided. */
export function useItemWork(
  detail: ItemDetail,
  form: RefObject<FormHandle | null>,
  onNext: (itemId: string | null) => void,
) {
  const [comment, setComment] = useState(detail.item.draftComment);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isOpen = detail.actions.length > 0;
  const draft = useItemDraft(detail.item.id, isOpen);

  return {
    comment,
    refusal,
    savedAt: draft.savedAt ?? detail.item.draftSavedAt,
    endRefusal: () => setRefusal(null),
    onForm: (values: FormValues) => draft.keep({ values, comment }),
    onComment: (text: string) => {
      setComment(text);
      draft.keep({ values: form.current?.values() ?? {}, comment: text });
    },
    onDone: (decided: Decided) => {
      draft.forget();
      setRefusal(null);
      setComment("");
      onNext(decided.state === "open" ? decided.itemId : decided.nextId);
    },
    onProblem: (problem: ApiProblem, text: string) => {
      if (problem.problems.length > 0) form.current?.showProblems(problem.problems);
      setRefusal({ problem, comment: text });
    },
  };
}

interface ItemViewProps {
  itemId: string;
  filter: ListFilter;
  form: FormSlot;
  onShow: (itemId: string | null) => void;
  onOpenPage: () => void;
}

/** An item at the right of its list. */
export function ItemView(props: ItemViewProps) {
  const query = useItemState(props.itemId, props.filter);
  if (query.isPending) return <DetailSkeleton />;
  if (query.isError) return <Unreadable problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  return <ItemPane key={props.itemId} {...props} detail={query.data} />;
}

function ItemPane({ detail, ...props }: ItemViewProps & { detail: ItemDetail }) {
  const { t } = useTranslation("items");
  const language = useLanguage();
  const form = useRef<FormHandle>(null);
  const work = useItemWork(detail, form, props.onShow);
  return (
    <div className={styles["pane"]}>
      <div className={styles["scroll"]}>
        <div className={`${styles["body"] ?? ""} ${styles["wideBody"] ?? ""}`}>
          <div>
            <Tools>
              <IconButton icon={Maximize2} label={t("tools.page")} shortcut="↵" onPress={props.onOpenPage} />
              <IconButton icon={Printer} label={t("tools.print")} onPress={() => window.open(paperOf(detail.instance.id, language), "_blank", "noreferrer")} />
              <Neighbours detail={detail} onShow={props.onShow} />
            </Tools>
            <InstanceHead instance={detail.instance} isCompact />
          </div>
          <InstancePath instance={detail.instance} />
          <ItemTabs
            detail={detail}
            refusal={work.refusal}
            onRefusalEnd={work.endRefusal}
            waiting={<WaitingCard instance={detail.instance} rule={detail.item.rule} />}
            content={
              <>
                {detail.instance.amount !== null && <MoneyHeadline amount={detail.instance.amount} />}
                <ItemForm detail={detail} form={form} slot={props.form} onChange={work.onForm} />
                <div className={styles["after"]}>
                  <History instance={detail.instance} />
                </div>
              </>
            }
          />
        </div>
      </div>
      <DecisionBar
        detail={detail}
        form={form}
        comment={work.comment}
        onComment={work.onComment}
        onDone={work.onDone}
        onProblem={work.onProblem}
        onBack={props.onShow}
        isOneLine={false}
        hasHints
      />
    </div>
  );
}

const Tools = ({ children }: { children: ReactNode }) => <div className={styles["tools"]}>{children}</div>;

/** The items before and after this one in the list. */
export function Neighbours(props: { detail: ItemDetail; onShow: (itemId: string) => void; kind?: "outlined" | "text" }) {
  const { t } = useTranslation("items");
  const { previousId, nextId } = props.detail;
  const kind = props.kind ?? "text";
  return (
    <>
      <IconButton
        kind={kind}
        icon={ChevronUp}
        label={t("tools.previous")}
        disabled={!previousId}
        onPress={() => previousId && props.onShow(previousId)}
      />
      <IconButton
        kind={kind}
        icon={ChevronDown}
        label={t("tools.next")}
        disabled={!nextId}
        onPress={() => nextId && props.onShow(nextId)}
      />
    </>
  );
}
