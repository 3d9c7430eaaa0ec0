import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import { cx } from "@/ui/cx";

import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton";

/** Where typing starts. On a touch screen nothing: a field would call up the keyboard over the question. */
function firstField(dialog: HTMLDialogElement): HTMLElement {
  const isTouch = window.matchMedia("(hover: none)").matches;
  return (!isTouch && dialog.querySelector<HTMLElement>("textarea, input:not([type=hidden])")) || dialog;
}

/** A question over the page: a dialog on a desk, a sheet from below on a phone. Esc closes it, focus returns. */
export function Dialog(props: {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  isWide?: boolean;
  /** No way round it: neither Esc nor a cross. */
  isStubborn?: boolean;
}) {
  const { t } = useTranslation("ui");
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) {
      element.showModal();
      firstField(element).focus();
    }
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={cx(styles["dialog"], props.isWide && styles["wide"])}
      aria-labelledby={titleId}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        if (!props.isStubborn) props.onClose();
      }}
    >
      <div className={styles["grip"]} />
      <div className={styles["head"]}>
        <h2 id={titleId} className={styles["title"]}>
          {props.title}
        </h2>
        {!props.isStubborn && <IconButton icon={X} label={t("close")} onPress={props.onClose} />}
      </div>
      <div className={styles["body"]}>{props.children}</div>
      {props.footer && <div className={styles["foot"]}>{props.footer}</div>}
    </dialog>
  );
}
