import { CircleAlert, Inbox } from "lucide-react";
import { type ReactNode, useState } from "react";

import { Button } from "@/ui/act/Button";
import { ConfirmSheet } from "@/ui/act/ConfirmSheet";
import { useTell } from "@/ui/act/Toasts";
import { cx } from "@/ui/cx";
import { Path, TallPath } from "@/ui/flow/Path";
import { Timeline } from "@/ui/flow/Timeline";
import { WaitingFor } from "@/ui/flow/WaitingFor";
import { Scroll } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { FilterChip } from "@/ui/list/FilterChip";
import { Segmented } from "@/ui/list/Segmented";
import { LongJob } from "@/ui/states/LongJob";
import { Notice } from "@/ui/states/Notice";
import { ProblemList } from "@/ui/states/ProblemList";
import { ListSkeleton } from "@/ui/states/Skeleton";
import { AllDone, EmptyState, ErrorState, FilteredEmpty, NoPermission } from "@/ui/states/State";
import { Diff } from "@/ui/text/Diff";
import { DueMark } from "@/ui/text/DueMark";
import { Money, MoneyHeadline } from "@/ui/text/Money";
import { PeopleStack, Person } from "@/ui/text/Person";
import { STATUS_NAMES, StatusMark } from "@/ui/text/StatusMark";
import { TimeAgo } from "@/ui/text/TimeAgo";

import styles from "./Gallery.module.css";
import { AGO, LATER, PATH, PEOPLE, SOON, TIMELINE, WORDS } from "./samples";

function Cell({ name, isWide, children }: { name: string; isWide?: boolean; children: ReactNode }) {
  return (
    <section className={cx(styles["cell"], isWide && styles["wide"])}>
      <h2 className={styles["name"]}>{name}</h2>
      <div className={styles["card"]}>{children}</div>
    </section>
  );
}

/** The components and states of the design system side by side; only in development. */
export function GalleryPage() {
  return (
    <Scroll>
      <div className={styles["page"]}>
        <Texts />
        <Flows />
        <Acts />
        <States />
      </div>
    </Scroll>
  );
}

function Texts() {
  return (
    <>
      <Cell name={WORDS.status}>
        <div className={styles["grid"]}>
          {STATUS_NAMES.map((status) => (
            <StatusMark key={status} status={status} />
          ))}
        </div>
        <div className={styles["line"]}>
          {(["running", "passed", "rejected", "returned", "suspended"] as const).map((status) => (
            <StatusMark key={status} status={status} isPill />
          ))}
        </div>
      </Cell>
      <Cell name={WORDS.people}>
        <Person person={PEOPLE.zhou} />
        <Person person={PEOPLE.zhou} size={28} />
        <Person person={PEOPLE.chen} onBehalfOf={PEOPLE.luo} size={24} />
        <Person person={{ id: "9", name: "Wang Siyuan", note: "Manufacturing" }} />
        <PeopleStack people={[PEOPLE.zhou, PEOPLE.lin, PEOPLE.chen]} note={WORDS.mode} />
      </Cell>
      <Cell name={WORDS.money}>
        <MoneyHeadline amount="128600" />
        <div className={styles["line"]}>
          <Money amount="128600" />
          <Money amount="4386.5" hasSymbol={false} />
          <Money amount="-2400" />
        </div>
        <div className={styles["line"]}>
          {AGO.map((at) => (
            <TimeAgo key={at} at={at} />
          ))}
        </div>
        <div className={styles["line"]}>
          <DueMark dueAt={AGO[1]} />
          <DueMark dueAt={SOON} />
          <DueMark dueAt={LATER} />
        </div>
        <Diff label={WORDS.field} before={WORDS.before} after={WORDS.after} />
      </Cell>
    </>
  );
}

function Flows() {
  return (
    <>
      <Cell name={WORDS.path} isWide>
        <Path label={WORDS.path} steps={PATH} />
      </Cell>
      <Cell name={WORDS.preview}>
        <TallPath label={WORDS.preview} steps={PATH} />
      </Cell>
      <Cell name={WORDS.timeline}>
        <Timeline label={WORDS.timeline} entries={TIMELINE} />
      </Cell>
      <Cell name={WORDS.waiting}>
        <WaitingFor
          title={WORDS.waiting}
          rule={WORDS.rule}
          people={[
            { key: "1", person: PEOPLE.zhou, detail: WORDS.left },
            { key: "2", person: PEOPLE.chen, onBehalfOf: PEOPLE.luo, detail: WORDS.left, right: <StatusMark status="approved" /> },
          ]}
        />
      </Cell>
    </>
  );
}

function Acts() {
  const tell = useTell();
  const [isAsking, setIsAsking] = useState(false);
  const [segment, setSegment] = useState("all");
  const [chip, setChip] = useState<string>();
  return (
    <>
      <Cell name={WORDS.buttons}>
        <div className={styles["line"]}>
          <Button kind="filled">{WORDS.approve}</Button>
          <Button>{WORDS.reject}</Button>
          <Button kind="text">{WORDS.transfer}</Button>
          <Button kind="dangerText">{WORDS.cancel}</Button>
          <Button kind="filled" busy>
            {WORDS.approve}
          </Button>
          <Button disabled hint={WORDS.rule}>
            {WORDS.reject}
          </Button>
        </div>
        <div className={styles["line"]}>
          <Button onPress={() => setIsAsking(true)}>{WORDS.confirm}</Button>
          <Button onPress={() => tell({ text: WORDS.done, action: { label: WORDS.back, onPress: () => undefined } })}>
            {WORDS.toast}
          </Button>
        </div>
        <Segmented
          label={WORDS.status}
          value={segment}
          onChange={setSegment}
          segments={[
            { key: "all", label: WORDS.all, count: 23 },
            { key: "late", label: WORDS.late, count: 2, tone: "red" },
          ]}
        />
        <div className={styles["line"]}>
          <FilterChip
            label={WORDS.process}
            options={[{ value: "leave", label: WORDS.leave }]}
            value={chip}
            onChange={setChip}
          />
        </div>
        {isAsking && (
          <ConfirmSheet
            title={WORDS.confirmTitle}
            consequences={[
              { kind: "removed", text: WORDS.removed },
              { kind: "kept", text: WORDS.kept },
              { kind: "paused", text: WORDS.paused },
            ]}
            confirm={WORDS.confirm}
            cancel={WORDS.notYet}
            onConfirm={() => setIsAsking(false)}
            onCancel={() => setIsAsking(false)}
          />
        )}
      </Cell>
      <Cell name={WORDS.notes}>
        <Notice mark={<Icon of={CircleAlert} />} title={WORDS.faster} actions={<Button size="sm">{WORDS.discuss}</Button>}>
          {WORDS.kept}
        </Notice>
        <Notice tone="amber" mark={<Icon of={CircleAlert} />} title={WORDS.changed} />
        <ProblemList problems={[{ code: "x", detail: WORDS.problem, path: "/days" }]} onJump={() => undefined} />
      </Cell>
      <Cell name={WORDS.job}>
        <LongJob title={WORDS.job} done={428} total={1307} note={WORDS.left} footnote={WORDS.leave} onStop={() => undefined} />
      </Cell>
    </>
  );
}

function States() {
  return (
    <>
      <Cell name="AllDone">
        <AllDone title={WORDS.allDone} text={WORDS.left}>
          <Button size="sm">{WORDS.discuss}</Button>
        </AllDone>
      </Cell>
      <Cell name="FilteredEmpty">
        <FilteredEmpty title={WORDS.nothing} filters={WORDS.changed} clear={WORDS.notYet} onClear={() => undefined} />
      </Cell>
      <Cell name="NoPermission">
        <NoPermission title={WORDS.hidden} text={WORDS.rule} />
      </Cell>
      <Cell name="ErrorState">
        <ErrorState title={WORDS.away} text={WORDS.kept} code="7F3A-21" onRetry={() => undefined} />
      </Cell>
      <Cell name="EmptyState">
        <EmptyState icon={Inbox} title={WORDS.nothing} />
      </Cell>
      <Cell name="ListSkeleton">
        <ListSkeleton rows={3} />
      </Cell>
    </>
  );
}
