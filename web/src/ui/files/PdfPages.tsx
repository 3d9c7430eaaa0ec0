import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";

import styles from "./PdfPages.module.css";

const MAX_PAGES = 30;

async function openPdf(address: string): Promise<PDFDocumentProxy> {
  const [pdf, worker] = await Promise.all([import("pdfjs-dist"), import("pdfjs-dist/build/pdf.worker.min.mjs?url")]);
  pdf.GlobalWorkerOptions.workerSrc = worker.default;
  return pdf.getDocument({ url: address }).promise;
}

/** The pages of a PDF as pictures: what an upload contains is drawn, and nothing in it runs. */
export function PdfPages({ address, label, failed }: { address: string; label: string; failed: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useEffect(() => {
    const target = box.current;
    let isGone = false;
    const show = async () => {
      const document_ = await openPdf(address);
      for (let number = 1; number <= Math.min(document_.numPages, MAX_PAGES) && !isGone && target; number += 1) {
        const page = await document_.getPage(number);
        const width = target.clientWidth;
        const scale = (width / page.getViewport({ scale: 1 }).width) * Math.max(window.devicePixelRatio, 1);
        const viewport = page.getViewport({ scale });
        const canvas = document.createElement("canvas");
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        canvas.className = styles["page"] ?? "";
        target.append(canvas);
        await page.render({ canvas, viewport }).promise;
      }
    };
    show().catch(() => {
      if (!isGone) setHasFailed(true);
    });
    return () => {
      isGone = true;
      target?.replaceChildren();
    };
  }, [address]);
  if (hasFailed) return <p>{failed}</p>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls: the keyboard must reach it
    <div ref={box} className={styles["pages"]} role="document" aria-label={label} tabIndex={0} />
  );
}
