import { Bold, Italic, List, ListOrdered, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { ControlProps } from "../scene";
import styles from "./fields.module.css";

type Command = "bold" | "italic" | "insertUnorderedList" | "insertOrderedList";

const COMMANDS: readonly { command: Command; icon: LucideIcon }[] = [
  { command: "bold", icon: Bold },
  { command: "italic", icon: Italic },
  { command: "insertUnorderedList", icon: List },
  { command: "insertOrderedList", icon: ListOrdered },
];

/** Text with bold, italic and lists; what is pasted comes in as plain text. */
export function RichTextControl(props: ControlProps) {
  const { t } = useTranslation("forms");
  const editor = useRef<HTMLDivElement>(null);
  const { onChange } = props;
  const value = typeof props.value === "string" ? props.value : "";

  useEffect(() => {
    // only what comes from outside is written: the cursor stays where it is while typing
    if (editor.current && editor.current !== document.activeElement && editor.current.innerHTML !== value) {
      editor.current.innerHTML = value;
    }
  }, [value]);

  const report = () => {
    const element = editor.current;
    if (element) onChange(element.textContent.trim() ? element.innerHTML : null);
  };
  return (
    <div className={styles.rich} data-invalid={props.isInvalid}>
      <div role="toolbar" aria-label={t("rich.toolbar")} className={styles.richBar}>
        {COMMANDS.map(({ command, icon: Icon }) => (
          <button
            key={command}
            type="button"
            className={styles.iconButton}
            aria-label={t(`rich.${command}`)}
            title={t(`rich.${command}`)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              editor.current?.focus();
              format(command);
              report();
            }}
          >
            <Icon size={14} aria-hidden />
          </button>
        ))}
      </div>
      <div
        ref={editor}
        id={props.id}
        className={styles.richText}
        contentEditable
        role="textbox"
        tabIndex={0}
        aria-multiline
        aria-label={props.label}
        aria-invalid={props.isInvalid}
        aria-describedby={props.describedBy}
        onInput={report}
        onBlur={props.onLeave}
        onPaste={(event) => {
          event.preventDefault();
          insertText(event.clipboardData.getData("text/plain"));
        }}
      />
    </div>
  );
}

/** `execCommand` is the only way to format that keeps the browser's own undo. */
function format(command: Command): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps the undo stack
  document.execCommand(command);
}

function insertText(text: string): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps the undo stack
  document.execCommand("insertText", false, text);
}
