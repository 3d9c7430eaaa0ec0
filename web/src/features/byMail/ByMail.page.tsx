import { useMutation, useQuery } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { decideByMail, readMailedItem } from "@/api/sdk.gen";
import type { MailedItem } from "@/api/types.gen";
import { type ApiProblem, asProblem } from "@/lib/api/problem";
import { newKey } from "@/lib/api/useCommand";
import { useTitle } from "@/lib/useTitle";
import { Logo } from "@/ui/frame/Logo";
import { Notice } from "@/ui/states/Notice";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { EmptyState } from "@/ui/states/State";
import { DueMark } from "@/ui/text/DueMark";

import styles from "./ByMail.module.css";
import { type Decided, Decision } from "./Decision";

/** The small page behind the link of a mail: what it is about, and a decision that is confirmed. Needs no session. */
export function ByMailPage({ token }: { token: string }) {
  const { t } = useTranslation("byMail");
  useTitle(t("title"));
  const query = useQuery({
    queryKey: ["mailed", token],
    queryFn: async ({ signal }) => (await readMailedItem({ body: { token }, signal, throwOnError: true })).data,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <main className={styles["page"]}>
      <div className={styles["sheet"]}>
        <div className={styles["brand"]}>
          <Logo /> {t("title")}
        </div>
        {query.isPending && <DetailSkeleton />}
        {query.isError && (
          <EmptyState icon={MailX} title={asProblem(query.error).message || t("unreachable")}>
            <a className={styles["link"]} href="/todo">
              {t("signIn")}
            </a>
          </EmptyState>
        )}
        {query.data && <Mailed item={query.data} token={token} />}
      </div>
    </main>
  );
}

function Mailed({ item, token }: { item: MailedItem; token: string }) {
  const { t } = useTranslation("byMail");
  const [key] = useState(newKey);
  const decide = useMutation<string, ApiProblem, Decided>({
    mutationFn: async (ask) =>
      (await decideByMail({ body: { token, ...ask }, headers: { "Idempotency-Key": `${key}-${ask.action}` }, throwOnError: true })).data
        .detail,
  });
  return (
    <>
      <h1 className={styles["title"]}>{item.title}</h1>
      <p className={styles["under"]}>
        {item.process} · {item.step} · {item.number}
      </p>
      <dl className={styles["facts"]}>
        <dt>{t("initiator")}</dt>
        <dd>{item.initiator}</dd>
        {item.dueAt && (
          <>
            <dt>{t("due")}</dt>
            <dd>
              <DueMark dueAt={item.dueAt} />
            </dd>
          </>
        )}
        {item.facts.map((fact) => (
          <div key={fact.label} className={styles["fact"]}>
            <dt>{fact.label}</dt>
            <dd>{fact.text}</dd>
          </div>
        ))}
      </dl>
      {decide.isSuccess ? (
        <Notice tone="brand" title={decide.data}>
          {t("recorded", { name: item.recipient })}
        </Notice>
      ) : (
        <Decision
          item={item}
          busy={decide.isPending}
          problem={decide.error}
          onDecide={(decided) => decide.mutate(decided)}
        />
      )}
      <a className={styles["link"]} href={`/todo/${item.itemId}`}>
        {t("openPage")}
      </a>
    </>
  );
}
