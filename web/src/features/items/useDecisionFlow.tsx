import { lazy, type RefObject, Suspense, useState } from "react";

import type { Decided, Decision, ItemAction, ItemDetail } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import type { FormHandle } from "@/lib/forms/slot";
import { useIsPhone } from "@/ui/frame/useWidth";

import type { ActionName } from "./actions";
import { useDecide } from "./api/useDecide";
import { mentionedIn } from "./mentions";
import { bringsPeople } from "./people";
import { asksForProof, type SheetAnswer } from "./sheet";

const DecisionSheet = lazy(() => import("./DecisionSheet"));
const SENDS_FORM = new Set<ActionName>(["approve", "complete", "submit"]);

/** The second half of a double press must not decide the item that opens next in the same place. */
const SETTLE_MS = 700;
let lastDecision = { itemId: "", at: 0 };

function isSecondHalf(itemId: string): boolean {
  return lastDecision.itemId !== "" && lastDecision.itemId !== itemId && Date.now() - lastDecision.at < SETTLE_MS;
}

/** What a decision is made of, and who hears how it went. */
export interface DecisionFlowProps {
  detail: ItemDetail;
  form: RefObject<FormHandle | null>;
  comment: string;
  onDone: (decided: Decided) => void;
  onProblem: (problem: ApiProblem, comment: string) => void;
  onBack: (itemId: string) => void;
}

/** From the press of a button to the request: form first, then a sheet where others' work changes. */
export function useDecisionFlow(props: DecisionFlowProps, onMissing: () => void) {
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

  const send = (action: ActionName, answer: SheetAnswer) => {
    const mentions = mentionedIn(answer.comment);
    const body: Decision = { action, version: detail.item.version, ...answer, ...(mentions.length > 0 && { mentions }) };
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
    if (needsSheet(action.action, isPhone) || (SENDS_FORM.has(action.action) && wantsMore(detail))) {
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
        <DecisionSheet
          itemId={detail.item.id}
          item={detail.item}
          picks={detail.picks}
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
const needsSheet = (action: ActionName, isPhone: boolean): boolean =>
  action === "reject" || action === "return" || bringsPeople(action) || (isPhone && (action === "approve" || action === "complete"));

/** Whether the step asks for people, a signature or a code with the decision. */
const wantsMore = ({ item, picks }: ItemDetail): boolean => asksForProof(item) || picks.length > 0;
