import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { InstanceDetail, Waiting } from "@/api/types.gen";
import { asBeginning } from "@/lib/dates/dates";
import { useNow } from "@/lib/dates/useNow";
import { useSession } from "@/lib/session/SessionContext";
import { WaitingFor } from "@/ui/flow/WaitingFor";
import { DueMark } from "@/ui/text/DueMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { personValue, waited } from "./model";

function asPerson({ person, group, itemId }: Waiting, t: TFunction<"items">) {
  return person ? personValue(person) : { id: itemId, name: group ?? "", note: t("waiting.group") };
}

/** 现在等谁: a line per person with since when and whether they have seen it, the reason, the deadline. */
export function WaitingCard({ instance, rule }: { instance: InstanceDetail; rule?: string | null }) {
  const { t } = useTranslation("items");
  const { t: ui } = useTranslation("ui");
  const now = useNow();
  const { person: me } = useSession();
  if (instance.waiting.length === 0) return null;
  const firstDue = instance.waiting
    .flatMap((waiting) => (waiting.dueAt ? [waiting.dueAt] : []))
    .sort()
    .at(0);
  return (
    <WaitingFor
      title={t("waiting.title")}
      due={<DueMark dueAt={firstDue} />}
      rule={rule ?? instance.waiting.find((waiting) => waiting.reason)?.reason}
      people={instance.waiting.map((waiting) => ({
        key: waiting.itemId,
        person: asPerson(waiting, t),
        called: waiting.person?.id === me.id ? asBeginning(ui("person.you")) : undefined,
        onBehalfOf: waiting.onBehalfOf && personValue(waiting.onBehalfOf, false),
        detail: (
          <>
            {waited(waiting.since, now, t, ui)}
            {waiting.person?.id !== me.id && (
              <>
                {" · "}
                {waiting.readAt ? (
                  <TimeAgo at={waiting.readAt} form="moment" say={(time) => t("waiting.readUndecided", { time })} />
                ) : (
                  t("waiting.unread")
                )}
              </>
            )}
          </>
        ),
      }))}
    />
  );
}
