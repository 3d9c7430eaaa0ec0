/** Somebody leaves or moves: their work goes to another one, previewed, in one job. */
import { ArrowRight, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { HandoverResult } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Field } from "@/ui/controls/Field";
import { PersonPicker, type Picked } from "@/ui/controls/PersonPicker";
import { ObjectHeader, Page, Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import styles from "./Handover.module.css";
import { Preview } from "./Preview";
import { usePerson, usePreview } from "./useHandover";

interface Props {
  person: string;
  onPerson: (id: string) => void;
  onBack: () => void;
}

export function HandoverPage({ person, onPerson, onBack }: Props) {
  const { t } = useTranslation("handover");
  useTitle(t("title"));
  const named = usePerson(person);
  const [to, setTo] = useState<Picked | null>(null);
  const [result, setResult] = useState<HandoverResult | null>(null);
  const query = usePreview(person, to?.id ?? "");
  return (
    <Page>
      <ObjectHeader parent={t("parent")} onBack={onBack} title={t("title")} isHeading />
      <Scroll>
        <div className={styles["body"]}>
          <div className={styles["pair"]}>
            <Field label={t("from")} isRequired>
              {(id) => (
                <PersonPicker
                  id={id}
                  label={t("from")}
                  value={named.data ?? null}
                  onChange={(found) => {
                    setResult(null);
                    onPerson(found?.id ?? "");
                  }}
                />
              )}
            </Field>
            <span className={styles["arrow"]}>
              <Icon of={ArrowRight} />
            </span>
            <Field label={t("to")} isRequired>
              {(id) => (
                <PersonPicker
                  id={id}
                  label={t("to")}
                  value={to}
                  without={[person]}
                  onChange={(found) => {
                    setResult(null);
                    setTo(found);
                  }}
                />
              )}
            </Field>
          </div>
          {result ? (
            <Result result={result} onMore={() => setResult(null)} />
          ) : (
            <Body query={query} isAsked={person !== "" && to !== null} onDone={setResult} />
          )}
        </div>
      </Scroll>
    </Page>
  );
}

function Body(props: { query: ReturnType<typeof usePreview>; isAsked: boolean; onDone: (result: HandoverResult) => void }) {
  const { t } = useTranslation("handover");
  const { query } = props;
  if (!props.isAsked) return <p className={styles["quiet"]}>{t("lead")}</p>;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <ListSkeleton />;
  return <Preview key={`${query.data.person.id}-${query.data.to.id}`} preview={query.data} onDone={props.onDone} />;
}

function Result({ result, onMore }: { result: HandoverResult; onMore: () => void }) {
  const { t } = useTranslation("handover");
  return (
    <>
      <Notice
        tone={result.stayed.length > 0 ? "amber" : "brand"}
        isAlert
        mark={<Icon of={CircleCheck} />}
        title={t("result.moved", { count: result.movedCount })}
      >
        {result.stayed.length > 0 ? t("result.stayed", { count: result.stayed.length }) : t("result.all")}
      </Notice>
      {result.stayed.length > 0 && (
        <ul className={styles["list"]}>
          {result.stayed.map((item) => (
            <li key={item.itemId}>
              {item.number} {item.title} · {item.step}
              {item.staysBecause && <div className={styles["quiet"]}>{item.staysBecause}</div>}
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button onPress={onMore}>{t("result.more")}</Button>
      </div>
    </>
  );
}
