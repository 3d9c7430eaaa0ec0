import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { IconButton } from "@/ui/act/IconButton";
import { cx } from "@/ui/cx";

import styles from "./Page.module.css";

/** A page of the sheet: header, then what scrolls. */
export function Page({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx(styles["page"], className)}>{children}</div>;
}

/** The part of a page that scrolls. */
export function Scroll({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cx(styles["scroll"], className)}>{children}</div>;
}

/** 56 px: title, one grey fact, actions right. */
export function PageHeader(props: { title: string; fact?: ReactNode; children?: ReactNode }) {
  return (
    <header className={styles["header"]}>
      <h1 className={styles["title"]}>{props.title}</h1>
      {props.fact && <div className={styles["fact"]}>{props.fact}</div>}
      {props.children && <div className={styles["actions"]}>{props.children}</div>}
    </header>
  );
}

/** 52 px: the way back, at most one crumb above, what this is, actions right. */
export function ObjectHeader(props: {
  /** The page has no larger title of its own below: this is its heading. */
  isHeading?: boolean;
  parent: string;
  onBack: () => void;
  title: string;
  /** Beside the title: the status pill. */
  mark?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation("ui");
  const Title = props.isHeading ? "h1" : "span";
  return (
    <header className={styles["object"]}>
      <IconButton icon={ArrowLeft} label={t("back")} onPress={props.onBack} iconSize={18} />
      <div className={styles["crumbs"]}>
        <button type="button" className={cx(styles["crumb"], styles["plain"])} onClick={props.onBack}>
          {props.parent}
        </button>
        <span className={styles["slash"]} aria-hidden="true">
          /
        </span>
        <Title className={styles["here"]} title={props.title}>
          {props.title}
        </Title>
        {props.mark && <span className={styles["beside"]}>{props.mark}</span>}
      </div>
      <div className={styles["actions"]}>{props.children}</div>
    </header>
  );
}
