import { Eraser } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type SignaturePad from "signature_pad";

import type { ControlProps } from "../scene";
import { useFormServices } from "../services";
import styles from "./fields.module.css";

/** Signed with finger, pen or mouse; kept as a picture. */
export function SignatureControl(props: ControlProps) {
  const { t } = useTranslation("forms");
  const { uploadFile, fileUrl } = useFormServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const stored = typeof props.value === "string" ? props.value : null;
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (stored || !canvas.current) return;
    const target = canvas.current;
    const abort = new AbortController();
    const finish = () => {
      target.toBlob((blob) => {
        if (!blob) return;
        uploadFile(new File([blob], "signature.png", { type: "image/png" }), () => undefined, abort.signal).then(
          (file) => {
            latest.current.onChange(file.id);
            latest.current.onLeave();
          },
          () => setFailed(!abort.signal.aborted),
        );
      });
    };
    void import("signature_pad").then(({ default: Pad }) => {
      if (abort.signal.aborted) return;
      fitToScreen(target);
      pad.current = new Pad(target, { penColor: "#15211f", minWidth: 0.8, maxWidth: 2.4 });
      pad.current.addEventListener("endStroke", () => debounce(finish));
    });
    const debounce = debounced();
    return () => {
      abort.abort();
      pad.current?.off();
      pad.current = null;
    };
  }, [stored, uploadFile]);

  return (
    <div className={styles.signature}>
      {stored ? (
        <img className={styles.signaturePicture} src={fileUrl(stored)} alt={props.label} />
      ) : (
        <canvas ref={canvas} id={props.id} className={styles.signaturePad} aria-label={t("signature.draw")} />
      )}
      <div className={styles.signatureFoot}>
        <span className={hasFailed ? styles.failed : styles.faint}>
          {hasFailed ? t("file.failed") : stored ? t("signature.signed") : t("signature.draw")}
        </span>
        <button
          type="button"
          className={styles.textButton}
          onClick={() => {
            pad.current?.clear();
            setFailed(false);
            props.onChange(null);
          }}
        >
          <Eraser size={14} aria-hidden /> {t("signature.clear")}
        </button>
      </div>
    </div>
  );
}

/** A signature has several strokes: it is kept when the pen has rested. */
const REST_MS = 1200;

function debounced(): (act: () => void) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, REST_MS);
  };
}

function fitToScreen(canvas: HTMLCanvasElement): void {
  const ratio = Math.max(window.devicePixelRatio, 1);
  canvas.width = canvas.offsetWidth * ratio;
  canvas.height = canvas.offsetHeight * ratio;
  canvas.getContext("2d")?.scale(ratio, ratio);
}
