import { Eraser } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type SignaturePad from "signature_pad";

import { Button } from "@/ui/act/Button";

import styles from "./SignatureField.module.css";

/** Sign here with finger, pen or mouse: a picture as a data address, empty while nothing is drawn. */
export function SignatureField({ label, onChange }: { label: string; onChange: (picture: string) => void }) {
  const { t } = useTranslation("ui");
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [isEmpty, setIsEmpty] = useState(true);
  const tell = useRef(onChange);
  useEffect(() => {
    tell.current = onChange;
  });

  useEffect(() => {
    const target = canvas.current;
    let isGone = false;
    void import("signature_pad").then(({ default: Pad }) => {
      if (isGone || !target) return;
      const ratio = Math.max(window.devicePixelRatio, 1);
      target.width = target.offsetWidth * ratio;
      target.height = target.offsetHeight * ratio;
      target.getContext("2d")?.scale(ratio, ratio);
      const made = new Pad(target, { penColor: "#15211f", minWidth: 0.8, maxWidth: 2.4 });
      made.addEventListener("endStroke", () => {
        setIsEmpty(made.isEmpty());
        tell.current(made.toDataURL("image/png"));
      });
      pad.current = made;
    });
    return () => {
      isGone = true;
      pad.current?.off();
      pad.current = null;
    };
  }, []);

  return (
    <div className={styles["field"]}>
      <span className={styles["label"]}>{label}</span>
      <canvas ref={canvas} className={styles["pad"]} aria-label={label} />
      <div>
        <Button
          kind="text"
          size="sm"
          icon={Eraser}
          disabled={isEmpty}
          onPress={() => {
            pad.current?.clear();
            setIsEmpty(true);
            onChange("");
          }}
        >
          {t("clear")}
        </Button>
      </div>
    </div>
  );
}
