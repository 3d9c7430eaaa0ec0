import { CloudOff, LockKeyhole, type LucideIcon, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";

import styles from "./State.module.css";

function State(props: { drawing: ReactNode; title: string; text?: ReactNode; children?: ReactNode; isAlert?: boolean }) {
  return (
    <div className={styles["state"]} role={props.isAlert ? "alert" : undefined}>
      <div className={styles["icon"]}>{props.drawing}</div>
      <p className={styles["title"]}>{props.title}</p>
      {props.text && <p className={styles["text"]}>{props.text}</p>}
      {props.children && <div className={styles["actions"]}>{props.children}</div>}
    </div>
  );
}

const big = (icon: LucideIcon) => {
  const Drawing = icon;
  return <Drawing size={34} strokeWidth={1.25} aria-hidden="true" />;
};

/** The line drawing of the weir, for "all done" alone: one stream in, two out. */
function WeirDrawing() {
  return (
    <svg width="110" height="40" viewBox="0 0 110 40" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M2 20h42c20 0 26-17 64-17M44 20c20 0 26 17 64 17" />
      <path d="M56 20c6-3 10-6.500 20-6.500h16v13H76C66 26.500 62 23 56 20Z" fill="var(--brand-tint)" />
    </svg>
  );
}

/** Nothing left to do. */
export function AllDone(props: { title: string; text?: ReactNode; children?: ReactNode }) {
  return <State drawing={<WeirDrawing />} {...props} />;
}

/** Nothing here: says why and offers the next step. */
export function EmptyState(props: { icon: LucideIcon; title: string; text?: ReactNode; children?: ReactNode }) {
  const { icon, ...rest } = props;
  return <State drawing={big(icon)} {...rest} />;
}

/** Filters leave nothing: names them and offers to clear them. */
export function FilteredEmpty(props: { title: string; filters: string; clear: string; onClear: () => void }) {
  return (
    <State drawing={big(SearchX)} title={props.title} text={props.filters}>
      <Button size="sm" onPress={props.onClear}>
        {props.clear}
      </Button>
    </State>
  );
}

/** What one may not see: what it is and who can grant it. */
export function NoPermission(props: { title: string; text: ReactNode; children?: ReactNode }) {
  return <State drawing={big(LockKeyhole)} {...props} />;
}

/** It did not work: the plain cause, what is safe, a way on, a short code. */
export function ErrorState(props: { title: string; text?: ReactNode; code?: string | undefined; onRetry?: () => void }) {
  const { t } = useTranslation("ui");
  return (
    <State drawing={big(CloudOff)} title={props.title} text={props.text} isAlert>
      {props.onRetry && (
        <Button size="sm" onPress={props.onRetry}>
          {t("retry")}
        </Button>
      )}
      {props.code && <span className={styles["code"]}>{t("errorCode", { code: props.code })}</span>}
    </State>
  );
}
