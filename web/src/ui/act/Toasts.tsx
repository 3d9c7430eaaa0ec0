import { CircleAlert, CircleCheck } from "lucide-react";
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";

import { cx } from "@/ui/cx";
import { Icon } from "@/ui/Icon";

import styles from "./Toasts.module.css";

const SHOWN_MS = 8_000;

export interface Toast {
  /** What happened, and to whom it went. */
  text: string;
  kind?: "done" | "trouble";
  /** The way back, or to the reason. */
  action?: { label: string; onPress: () => void };
}

type Tell = (toast: Toast) => void;

const ToastContext = createContext<Tell>(() => undefined);

/** Tells at the bottom what has happened, for eight seconds, with a way back; screen readers hear it. */
export const useTell = (): Tell => use(ToastContext);

export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(Toast & { id: number }) | null>(null);
  const nextId = useRef(1);
  const tell = useCallback<Tell>((toast) => {
    setShown({ ...toast, id: nextId.current });
    nextId.current += 1;
  }, []);

  return (
    <ToastContext value={tell}>
      {children}
      <div className={styles["area"]} role="status" aria-live="polite">
        {shown && <ToastView key={shown.id} toast={shown} onEnd={() => setShown(null)} />}
      </div>
    </ToastContext>
  );
}

function ToastView({ toast, onEnd }: { toast: Toast; onEnd: () => void }) {
  const [isHeld, setIsHeld] = useState(false);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => end.current(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld]);

  const isTrouble = toast.kind === "trouble";
  return (
    <div
      className={styles["toast"]}
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <span className={cx(isTrouble ? styles["trouble"] : styles["done"])}>
        <Icon of={isTrouble ? CircleAlert : CircleCheck} />
      </span>
      <span className={styles["text"]}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className={styles["act"]}
          onClick={() => {
            toast.action?.onPress();
            onEnd();
          }}
        >
          {toast.action.label}
        </button>
      )}
    </div>
  );
}
