import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DraftTrouble } from "@/lib/drafts/useSavedDraft";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { cx } from "@/ui/cx";
import { Segmented } from "@/ui/list/Segmented";
import { Notice } from "@/ui/states/Notice";

import styles from "./Studio.module.css";

/** A designer, full screen: its bar, what keeps it from being saved, and the work. */
export function StudioFrame(props: {
  bar: ReactNode;
  draft: DraftTrouble;
  /** The document is another one now. */
  onTaken: () => void;
  /** The work is only read: nothing in it takes the focus, keys scroll it as a whole. */
  isReading: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles["studio"]}>
      {props.bar}
      <SaveNotice draft={props.draft} onTaken={props.onTaken} />
      <main className={styles["body"]} {...(props.isReading && { tabIndex: 0 })}>
        {props.children}
      </main>
    </div>
  );
}

/** 52 px: back, name with its mark and whether it is saved, tabs in the middle, what can be done with the whole. */
export function StudioBar<Key extends string>(props: {
  name: string;
  mark?: ReactNode;
  fact: ReactNode;
  backLabel: string;
  onBack: () => void;
  tabs: { label: string; value: Key; segments: readonly { key: Key; label: string }[]; onChange: (key: Key) => void };
  /** Absent on the phone, where designers are read. */
  children?: ReactNode;
}) {
  return (
    <header className={styles["bar"]}>
      <IconButton icon={ArrowLeft} iconSize={18} label={props.backLabel} onPress={props.onBack} />
      <div className={styles["name"]}>
        <div className={styles["line"]}>
          <h1 className={cx(styles["title"], "truncate")} title={props.name}>
            {props.name}
          </h1>
          {props.mark}
        </div>
        <div className={cx(styles["fact"], "truncate")} aria-live="polite">
          {props.fact}
        </div>
      </div>
      <div className={styles["tabs"]}>
        <Segmented {...props.tabs} />
      </div>
      <div className={styles["actions"]}>{props.children}</div>
    </header>
  );
}

/** What keeps the draft from being saved, and what can be done about it. */
function SaveNotice({ draft, onTaken }: { draft: DraftTrouble; onTaken: () => void }) {
  const { t } = useTranslation("ui");
  if (draft.state !== "failed" && draft.state !== "conflict") return <div />;
  const isConflict = draft.state === "conflict";
  const actions = isConflict ? (
    <>
      <Button size="sm" onPress={() => void draft.keepMine()}>
        {t("draft.keepMine")}
      </Button>
      <Button size="sm" kind="filled" onPress={() => void draft.takeTheirs().then(onTaken)}>
        {t("draft.takeTheirs")}
      </Button>
    </>
  ) : (
    <Button size="sm" onPress={() => void draft.flush()}>
      {t("draft.again")}
    </Button>
  );
  const cause = draft.saveProblem?.message ?? "";
  return (
    <div className={styles["notice"]}>
      <Notice tone="amber" isAlert title={isConflict ? cause || t("draft.conflict") : t("draft.failed")} actions={actions}>
        {isConflict ? t("draft.conflictText") : cause}
      </Notice>
    </div>
  );
}
