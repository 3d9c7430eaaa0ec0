import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addComment } from "@/api/sdk.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { CompletingArea } from "@/ui/controls/CompletingArea";
import { Timeline } from "@/ui/flow/Timeline";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { TimeAgo } from "@/ui/text/TimeAgo";

import { commentsQuery } from "./api/queries";
import styles from "./Item.module.css";
import { mentionedIn } from "./mentions";
import { personValue } from "./model";
import { SIGNS, useCompletions } from "./useCompletions";

/** Adds a remark to the discussion of an instance. */
export function useAddComment(instanceId: string, onDone: () => void) {
  const queries = useQueryClient();
  return useCommand(
    (text: string, headers) =>
      addComment({ path: { instance_id: instanceId }, body: { text, mentions: mentionedIn(text) }, headers, throwOnError: true }),
    {
      onDone: () => {
        void queries.invalidateQueries({ queryKey: ["instance", instanceId, "comments"] });
        onDone();
      },
    },
  );
}

/** Remarks that decide nothing, and a place for one's own. */
export function Discussion({ instanceId }: { instanceId: string }) {
  const { t } = useTranslation("items");
  const [text, setText] = useState("");
  const completing = useCompletions();
  const query = useQuery(commentsQuery(instanceId));
  const add = useAddComment(instanceId, () => setText(""));
  const comments = query.data?.items.toReversed() ?? [];
  return (
    <div className={styles["discussion"]}>
      <form
        className={styles["remark"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() && !add.isPending) add.mutate(text.trim());
        }}
      >
        <CompletingArea
          label={t("discussion.write")}
          signs={SIGNS}
          {...completing}
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={text}
          onChange={setText}
          onConfirm={() => text.trim() && !add.isPending && add.mutate(text.trim())}
        />
        <Button type="submit" size="sm" busy={add.isPending} disabled={!text.trim()}>
          {t("discussion.send")}
        </Button>
      </form>
      {add.error && <ProblemList problems={[{ code: add.error.code, detail: add.error.message || t("unreachable") }]} />}
      {query.isPending ? (
        <ListSkeleton rows={2} />
      ) : comments.length === 0 ? (
        <p className={styles["quiet"]}>{t("discussion.empty")}</p>
      ) : (
        <Timeline
          label={t("discussion.label")}
          entries={comments.map((comment) => ({
            id: comment.id,
            person: personValue(comment.person, false),
            when: <TimeAgo at={comment.at} form="moment" />,
            opinion: comment.text,
          }))}
        />
      )}
    </div>
  );
}
