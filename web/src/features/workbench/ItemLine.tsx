import { useTranslation } from "react-i18next";

import type { ItemRow } from "@/api/types.gen";
import { ListCard, ListRow, Rest } from "@/ui/list/ListRow";
import type { RowPart } from "@/ui/list/VirtualList";
import { DueMark } from "@/ui/text/DueMark";
import { Money } from "@/ui/text/Money";
import { Avatar, ForSeal, Person } from "@/ui/text/Person";
import { type Status, StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import type { Box } from "./model";

const STATES: Partial<Record<ItemRow["state"], Status>> = {
  approved: "approved",
  approved_pending: "approved",
  rejected: "rejected",
  returned: "returned",
  transferred: "transferred",
  delegated: "delegated",
  withdrawn: "withdrawn",
  skipped: "skipped",
  cancelled: "canceled",
  abstained: "abstained",
};

function When({ row, box, isShort }: { row: ItemRow; box: Box; isShort: boolean }) {
  if (box === "todo") return <DueMark dueAt={row.dueAt} isShort={isShort} />;
  return <TimeAgo at={row.decidedAt ?? row.openedAt} />;
}

function Mark({ row, box }: { row: ItemRow; box: Box }) {
  const { t } = useTranslation("workbench");
  const status = STATES[row.state];
  if (box === "done" && status) return <StatusMark status={status} isSmall />;
  if (row.isClaimable) return <StatusMark status="waiting" words={t("claimable")} isSmall />;
  if (row.isResubmitted) return <StatusMark status="changed" isSmall />;
  return null;
}

/** One item in a list; on the phone a card. */
export function ItemLine(props: { row: ItemRow; part: RowPart; box: Box; isCard: boolean; isUnderHead: boolean }) {
  const { t } = useTranslation("workbench");
  const { row, part, box } = props;
  const what = t("processAndStep", { process: row.process.name, step: row.step.name });
  const shared = { part, title: row.title, isUnread: box !== "done" && row.isUnread, unreadLabel: t("unread") };
  const amount = row.amount !== null && <Money amount={row.amount} />;

  if (props.isCard) {
    const facts = row.keyFacts.map((fact) => t("fact", fact)).join(" · ");
    return (
      <ListCard
        {...shared}
        head={
          <>
            {row.process.name}
            <Mark row={row} box={box} />
          </>
        }
        headRight={<When row={row} box={box} isShort={props.isUnderHead} />}
        right={amount}
        facts={facts || row.step.name}
        person={row.initiator && <Person person={asPerson(row.initiator)} onBehalfOf={row.onBehalfOf} />}
      />
    );
  }
  return (
    <ListRow
      {...shared}
      mark={<Mark row={row} box={box} />}
      right={amount}
      under={
        <>
          {row.initiator && (
            <>
              <Avatar person={row.initiator} />
              <span>{row.initiator.name}</span>
            </>
          )}
          <Rest title={what}>{what}</Rest>
          {row.onBehalfOf && (
            <>
              <ForSeal />
              <span>{row.onBehalfOf.name}</span>
            </>
          )}
        </>
      }
      underRight={<When row={row} box={box} isShort={props.isUnderHead} />}
    />
  );
}

const asPerson = ({ id, name }: { id: string; name: string }) => ({ id, name });
