import { useQuery } from "@tanstack/react-query";
import { FileText, ImageIcon, Trash2, Upload as UploadIcon } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { FormComponent, StoredFile } from "@/lib/forms/model";
import { Image, Progress, Upload } from "@/ui/controls/Upload";

import type { ControlProps } from "../scene";
import { useFormServices } from "../services";
import { listOf } from "../typed";
import styles from "./fields.module.css";

const PICTURES = "image/*";

interface Sending {
  id: string;
  name: string;
  ratio: number;
  hasFailed: boolean;
  abort: AbortController;
}

/** What a form's file ids stand for. */
export function useFiles(ids: readonly string[]): readonly StoredFile[] {
  const { findFiles } = useFormServices();
  const sorted = [...ids].sort();
  const query = useQuery({
    queryKey: ["files", sorted],
    queryFn: ({ signal }) => findFiles(sorted, signal),
    enabled: sorted.length > 0,
    staleTime: Infinity, // a stored file never changes
    placeholderData: (before) => before,
  });
  return ids.map((id) => query.data?.find((file) => file.id === id) ?? { id, name: id, size: 0, mediaType: "" });
}

/** Attachments or pictures: dropped or chosen, sent at once with their progress, taken out again one by one. */
export function FileControl({ component, ...props }: ControlProps & { component: FormComponent }) {
  const { t } = useTranslation("forms");
  const isPicture = component.type === "picture";
  const ids = listOf(props.value).map(String);
  const { sending, send, drop } = useSending(ids, props.onChange);
  const isFull = component.multiple === false && ids.length + sending.length > 0;
  return (
    <div className={styles.files}>
      <StoredFiles ids={ids} onRemove={(id) => props.onChange(ids.filter((one) => one !== id))} />
      {sending.map((one) => (
        <SendingCard key={one.id} sending={one} onDrop={() => drop(one.id)} />
      ))}
      {!isFull && (
        <Upload.Dragger
          id={props.id}
          className={styles.dropZone ?? ""}
          multiple={component.multiple !== false}
          accept={component.accept ?? (isPicture ? PICTURES : undefined)}
          showUploadList={false}
          aria-label={props.label}
          beforeUpload={(file) => {
            send(file);
            props.onLeave();
            return false;
          }}
        >
          <span className={styles.dropHint}>
            <UploadIcon size={16} aria-hidden /> {isPicture ? t("file.dropPicture") : t("file.drop")}
          </span>
        </Upload.Dragger>
      )}
    </div>
  );
}

function useSending(ids: readonly string[], onChange: (ids: readonly string[]) => void) {
  const { uploadFile } = useFormServices();
  const latest = useRef({ ids, onChange });
  useEffect(() => {
    latest.current = { ids, onChange };
  });
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const count = useRef(0);
  const change = (id: string, part: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const drop = (id: string) =>
    setSending((all) => {
      all.find((one) => one.id === id)?.abort.abort();
      return all.filter((one) => one.id !== id);
    });
  const send = (file: File) => {
    count.current += 1;
    const id = `${count.current}`;
    const abort = new AbortController();
    setSending((all) => [...all, { id, name: file.name, ratio: 0, hasFailed: false, abort }]);
    uploadFile(file, (ratio) => change(id, { ratio }), abort.signal).then(
      (stored) => {
        setSending((all) => all.filter((one) => one.id !== id));
        // several may be done before the form is drawn again: each adds to what the one before has left
        const next = [...latest.current.ids, stored.id];
        latest.current = { ...latest.current, ids: next };
        latest.current.onChange(next);
      },
      () => {
        if (!abort.signal.aborted) change(id, { hasFailed: true });
      },
    );
  };
  return { sending, send, drop };
}

function SendingCard({ sending, onDrop }: { sending: Sending; onDrop: () => void }) {
  const { t } = useTranslation("forms");
  const percent = Math.round(sending.ratio * 100);
  return (
    <div className={styles.file}>
      <FileText size={16} aria-hidden className={styles.fileIcon} />
      <div className={styles.fileText}>
        <div className="truncate" title={sending.name}>
          {sending.name}
        </div>
        <div className={sending.hasFailed ? styles.failed : styles.faint} role="status">
          {sending.hasFailed ? t("file.failed") : t("file.sending", { percent })}
        </div>
        {!sending.hasFailed && <Progress percent={percent} showInfo={false} size="small" />}
      </div>
      <RemoveButton name={sending.name} onRemove={onDrop} />
    </div>
  );
}

function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTranslation("forms");
  return (
    <button type="button" className={styles.iconButton} aria-label={t("file.remove", { name })} onClick={onRemove}>
      <Trash2 size={14} aria-hidden />
    </button>
  );
}

/** Files that are stored, each with a way to look at it. */
export function StoredFiles({ ids, onRemove }: { ids: readonly string[]; onRemove?: (id: string) => void }) {
  const files = useFiles(ids);
  const { fileUrl } = useFormServices();
  return files.map((file) => (
    <div key={file.id} className={styles.file}>
      {file.mediaType.startsWith("image/") ? (
        <Image className={styles.thumb ?? ""} src={fileUrl(file.id)} alt={file.name} width={32} height={32} />
      ) : (
        <FileIcon mediaType={file.mediaType} />
      )}
      <div className={styles.fileText}>
        <a className="truncate" href={fileUrl(file.id)} target="_blank" rel="noreferrer" title={file.name}>
          {file.name}
        </a>
        {file.size > 0 && <div className={styles.faint}>{fileSize(file.size)}</div>}
      </div>
      {onRemove && <RemoveButton name={file.name} onRemove={() => onRemove(file.id)} />}
    </div>
  ));
}

function FileIcon({ mediaType }: { mediaType: string }) {
  const Icon = mediaType.startsWith("image/") ? ImageIcon : FileText;
  return <Icon size={16} aria-hidden className={styles.fileIcon} />;
}

/** 418 KB, 2.4 MB: as file managers say it. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
