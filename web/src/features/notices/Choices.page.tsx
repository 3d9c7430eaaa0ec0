import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { EventChoice, NoticeChoices } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { useTell } from "@/ui/act/Toasts";
import { Checkbox, Switch } from "@/ui/controls/Choice";
import { TimeInput } from "@/ui/controls/DateInput";
import { Select } from "@/ui/controls/Select";
import { ObjectHeader, Page, Scroll } from "@/ui/frame/Page";
import { Segmented } from "@/ui/list/Segmented";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import styles from "./Choices.module.css";
import { useChoices, useSaveChoices } from "./useChoices";

const DIGESTS = ["none", "hourly", "daily"] as const;
const ZONES = ["Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "UTC"];

/** What I am told, by which channel, and when not. */
export function ChoicesPage({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation("notices");
  useTitle(t("choices.title"));
  const query = useChoices();
  return (
    <Page>
      <ObjectHeader parent={t("title")} title={t("choices.title")} onBack={onBack} isHeading />
      <Scroll>
        {query.isPending && <ListSkeleton />}
        {query.isError && (
          <ErrorState title={asProblem(query.error).message || t("unreachable")} onRetry={() => void query.refetch()} />
        )}
        {query.data && <Form known={query.data} />}
      </Scroll>
    </Page>
  );
}

function Form({ known }: { known: NoticeChoices }) {
  const { t } = useTranslation("notices");
  const tell = useTell();
  const [choices, setChoices] = useState(known);
  const save = useSaveChoices(() => tell({ text: t("choices.saved") }));
  const change = (patch: Partial<NoticeChoices>) => setChoices((before) => ({ ...before, ...patch }));
  return (
    <form
      className={styles["body"]}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(choices);
      }}
    >
      <Where choices={choices} />
      <Events events={choices.events} onChange={(events) => change({ events })} />
      <When choices={choices} onChange={change} />
      {save.error && <ProblemList problems={[{ code: save.error.code, detail: save.error.message }]} />}
      <div className={styles["foot"]}>
        <Button kind="filled" type="submit" busy={save.isPending}>
          {t("choices.save")}
        </Button>
      </div>
    </form>
  );
}

function Where({ choices }: { choices: NoticeChoices }) {
  const { t } = useTranslation("notices");
  if (!choices.sendsMail) return <Notice tone="amber" title={t("choices.noMail")} />;
  if (!choices.address) return <Notice tone="amber" title={t("choices.noAddress")} />;
  return <p className={styles["quiet"]}>{t("choices.address", { address: choices.address })}</p>;
}

function Events({ events, onChange }: { events: readonly EventChoice[]; onChange: (events: EventChoice[]) => void }) {
  const { t } = useTranslation("notices");
  const set = (kind: string, patch: Partial<EventChoice>) =>
    onChange(events.map((event) => (event.kind === kind ? { ...event, ...patch } : event)));
  return (
    <table className={styles["table"]}>
      <caption className="sr-only">{t("choices.events")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("choices.event")}</th>
          <th scope="col">{t("choices.inApp")}</th>
          <th scope="col">{t("choices.byMail")}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const name = t(`kind.${event.kind as "awaits"}`);
          return (
            <tr key={event.kind}>
              <th scope="row">
                {name}
                {event.isUrgent && <span className={styles["urgent"]}>{t("choices.urgent")}</span>}
              </th>
              <td>
                <Checkbox
                  aria-label={t("choices.tell", { name, channel: t("choices.inApp") })}
                  checked={event.inApp}
                  onChange={({ target }) => set(event.kind, { inApp: target.checked })}
                />
              </td>
              <td>
                <Checkbox
                  aria-label={t("choices.tell", { name, channel: t("choices.byMail") })}
                  checked={event.byMail}
                  onChange={({ target }) => set(event.kind, { byMail: target.checked })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function When({ choices, onChange }: { choices: NoticeChoices; onChange: (patch: Partial<NoticeChoices>) => void }) {
  const { t } = useTranslation("notices");
  return (
    <section className={styles["when"]} aria-label={t("choices.when")}>
      <h2 className={styles["name"]}>{t("choices.when")}</h2>
      <div className={styles["line"]}>
        <Segmented
          label={t("choices.digest")}
          segments={DIGESTS.map((key) => ({ key, label: t(`digest.${key}`) }))}
          value={choices.digest}
          onChange={(digest) => onChange({ digest })}
        />
        {choices.digest === "daily" && (
          <span className={styles["time"]}>
            <TimeInput aria-label={t("choices.digestAt")} value={choices.digestAt} onChange={(at) => onChange({ digestAt: at ?? "09:00" })} />
          </span>
        )}
      </div>
      <p className={styles["quiet"]}>{t(`digestNote.${choices.digest}`, { at: choices.digestAt })}</p>
      <div className={styles["line"]}>
        <Switch aria-label={t("choices.quiet")} checked={choices.isQuiet} onChange={(isQuiet) => onChange({ isQuiet })} />
        <span>{t("choices.quiet")}</span>
        {choices.isQuiet && (
          <>
            <span className={styles["time"]}>
              <TimeInput aria-label={t("choices.quietFrom")} value={choices.quietFrom} onChange={(at) => onChange({ quietFrom: at ?? "22:00" })} />
            </span>
            <span>{t("choices.to")}</span>
            <span className={styles["time"]}>
              <TimeInput aria-label={t("choices.quietUntil")} value={choices.quietUntil} onChange={(at) => onChange({ quietUntil: at ?? "08:00" })} />
            </span>
          </>
        )}
      </div>
      <div className={styles["line"]}>
        <Switch
          aria-label={t("choices.workingDays")}
          checked={choices.onlyWorkingDays}
          onChange={(onlyWorkingDays) => onChange({ onlyWorkingDays })}
        />
        <span>{t("choices.workingDays")}</span>
      </div>
      <div className={styles["line"]}>
        <span className={styles["quiet"]}>{t("choices.zone")}</span>
        <Select<string>
          aria-label={t("choices.zone")}
          className={styles["zone"] ?? ""}
          showSearch
          value={choices.timeZone}
          onChange={(timeZone) => onChange({ timeZone })}
          options={[
            { value: "", label: t("choices.companyZone", { zone: choices.companyZone }) },
            ...ZONES.map((zone) => ({ value: zone, label: zone })),
          ]}
        />
      </div>
    </section>
  );
}
