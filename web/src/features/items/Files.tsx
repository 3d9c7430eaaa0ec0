import { useQueries } from "@tanstack/react-query";
import { Download, FileText, Image as Picture } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { readFile } from "@/api/sdk.gen";
import type { File as FileFacts } from "@/api/types.gen";
import { Button } from "@/ui/act/Button";
import { Dialog } from "@/ui/act/Dialog";
import { Icon } from "@/ui/Icon";

import type { RequestFile } from "./files";
import styles from "./Files.module.css";

const PdfPages = lazy(() => import("@/ui/files/PdfPages").then((module) => ({ default: module.PdfPages })));

const address = (id: string) => `/api/v1/files/${id}`;
const SIZES = ["B", "kB", "MB", "GB"] as const;

/** 1.4 MB. */
function sizeOf(bytes: number): string {
  const step = Math.min(SIZES.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const figure = bytes / 1000 ** step;
  return `${step === 0 ? figure : figure.toFixed(figure < 10 ? 1 : 0)} ${SIZES[step] ?? ""}`;
}

const isPicture = (file: FileFacts) => file.mediaType.startsWith("image/");
const isShown = (file: FileFacts) => isPicture(file) || file.mediaType === "application/pdf";

/** The files of a request; pictures and PDF open here, everything can be downloaded. */
export function Files({ files }: { files: readonly RequestFile[] }) {
  const { t } = useTranslation("items");
  const [open, setOpen] = useState<FileFacts | null>(null);
  const facts = useQueries({
    queries: files.map(({ id }) => ({
      queryKey: ["file", id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await readFile({ path: { file_id: id }, signal, throwOnError: true })).data,
      staleTime: Infinity,
    })),
  });
  if (files.length === 0) return <p className={styles["quiet"]}>{t("files.none")}</p>;
  return (
    <>
      <ul className={styles["list"]} aria-label={t("tab.files")}>
        {files.map(({ id, field }, index) => {
          const file = facts[index]?.data;
          return (
            <li key={id} className={styles["file"]}>
              <Icon of={file && isPicture(file) ? Picture : FileText} />
              <span className={styles["name"]}>
                {file && isShown(file) ? (
                  <button type="button" className={styles["open"]} aria-haspopup="dialog" onClick={() => setOpen(file)}>
                    {file.name}
                  </button>
                ) : (
                  <span>{file?.name ?? (facts[index]?.isError ? t("files.gone") : "…")}</span>
                )}
                <span className={styles["quiet"]}>{[field, file && sizeOf(file.sizeBytes)].filter(Boolean).join(" · ")}</span>
              </span>
              {file && (
                <a className={styles["load"]} href={address(id)} download={file.name} aria-label={t("files.download", { name: file.name })}>
                  <Icon of={Download} />
                </a>
              )}
            </li>
          );
        })}
      </ul>
      {open && <Preview file={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Preview({ file, onClose }: { file: FileFacts; onClose: () => void }) {
  const { t } = useTranslation("items");
  return (
    <Dialog
      title={file.name}
      isWide
      onClose={onClose}
      footer={<Button onPress={onClose}>{t("files.close")}</Button>}
    >
      {isPicture(file) ? (
        <img className={styles["picture"]} src={address(file.id)} alt={file.name} />
      ) : (
        <Suspense>
          <PdfPages address={address(file.id)} label={file.name} failed={t("files.gone")} />
        </Suspense>
      )}
    </Dialog>
  );
}
