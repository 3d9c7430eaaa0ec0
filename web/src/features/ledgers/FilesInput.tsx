import { Paperclip, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { LedgerColumn, LedgerNames } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { uploadWithProgress } from "@/lib/api/upload";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";

import styles from "./Ledgers.module.css";

interface Props {
  id?: string;
  column: LedgerColumn;
  value: unknown;
  names: LedgerNames | undefined;
  onChange: (value: unknown) => void;
}

/** Files of a cell: each is uploaded at once, and belongs to the row when the row is saved. */
export function FilesInput({ id, column, value, names, onChange }: Props) {
  const { t } = useTranslation("ledgers");
  const own = useId();
  const input = useRef<HTMLInputElement>(null);
  const [added, setAdded] = useState<Record<string, string>>({});
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const files = Array.isArray(value) ? value.map(String) : [];
  const upload = async (file: File) => {
    setIsBusy(true);
    setTrouble("");
    try {
      const stored = await uploadWithProgress(file, () => undefined, new AbortController().signal);
      setAdded((old) => ({ ...old, [stored.id]: stored.name }));
      onChange([...files, stored.id]);
    } catch (cause) {
      setTrouble(asProblem(cause).message || t("unreachable"));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className={styles["files"]}>
      {files.map((one) => {
        const name = added[one] ?? names?.files[one] ?? one;
        return (
          <span key={one} className={styles["file"]}>
            <span className="truncate" title={name}>
              {name}
            </span>
            <IconButton
              size="sm"
              icon={X}
              label={t("row.dropFile", { name })}
              onPress={() => onChange(files.length > 1 ? files.filter((other) => other !== one) : null)}
            />
          </span>
        );
      })}
      <label className="sr-only" htmlFor={id ?? own}>
        {column.name}
      </label>
      <input
        ref={input}
        id={id ?? own}
        type="file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void upload(file);
        }}
      />
      <Button size="sm" icon={Paperclip} busy={isBusy} onPress={() => input.current?.click()}>
        {t("row.addFile")}
      </Button>
      {trouble && <p className={styles["wrong"]}>{trouble}</p>}
    </div>
  );
}
