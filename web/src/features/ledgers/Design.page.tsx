import { ArrowDown, ArrowUp, Plus, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldProblem } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { ObjectHeader, Page } from "@/ui/frame/Page";
import { Icon } from "@/ui/Icon";
import { ProblemList } from "@/ui/states/ProblemList";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";

import { ColumnForm } from "./ColumnForm";
import { type ColumnDraft, type Draft, EMPTY, freshColumn, moved, withoutColumn } from "./design";
import { GeneralForm } from "./GeneralForm";
import { iconOf } from "./GridParts";
import styles from "./Ledgers.module.css";
import { useDesign, useSaveDesign } from "./useDesign";

interface Props {
  /** Null: a new ledger. */
  ledgerKey: string | null;
  onBack: () => void;
  onSaved: (ledgerKey: string) => void;
}

/** The columns of a ledger: types, what must hold, who sees them. */
export function DesignPage(props: Props) {
  const { t } = useTranslation("ledgers");
  useTitle(t("design.title"));
  const query = useDesign(props.ledgerKey);
  if (props.ledgerKey === null) return <Designer {...props} found={EMPTY} version={0} rowCount={0} />;
  if (query.isPending) return <DetailSkeleton />;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  const { definition, version, rowCount } = query.data;
  return <Designer key={version} {...props} found={definition as unknown as Draft} version={version} rowCount={rowCount} />;
}

const GENERAL = "";

function Designer(props: Props & { found: Draft; version: number; rowCount: number }) {
  const { t, i18n } = useTranslation("ledgers");
  const tell = useTell();
  const [draft, setDraft] = useState(props.found);
  const [chosen, setChosen] = useState(GENERAL);
  const language = i18n.language === "en-US" ? "en-US" : "zh-CN";
  const known = new Set(props.found.columns.map(({ key }) => key));
  const save = useSaveDesign(props.ledgerKey, props.version, (key) => {
    tell({ text: t("design.saved") });
    props.onSaved(key);
  });
  const column = draft.columns.find((one) => one.key === chosen);
  const name = (one: ColumnDraft) => one.label[language] ?? one.label["zh-CN"] ?? one.key;
  const add = () => {
    const fresh = freshColumn(draft);
    setDraft({ ...draft, columns: [...draft.columns, fresh] });
    setChosen(fresh.key);
  };
  const title = draft.name[language] ?? draft.name["zh-CN"] ?? t("design.fresh");
  return (
    <Page>
      <ObjectHeader isHeading parent={t("title")} title={title} onBack={props.onBack} mark={<span className={styles["quiet"]}>{t("design.title")}</span>}>
        <Button kind="filled" busy={save.isPending} disabled={draft.key === "" || draft.columns.length === 0} onPress={() => save.mutate(draft)}>
          {props.ledgerKey === null ? t("design.create") : t("design.save")}
        </Button>
      </ObjectHeader>
      {save.error && <Problems error={save.error} draft={draft} onJump={setChosen} />}
      <div className={styles["design"]}>
        <nav className={styles["columnList"]} aria-label={t("design.columns")}>
          <div className={styles["columnItem"]} data-chosen={chosen === GENERAL}>
            <button type="button" className={styles["columnButton"]} aria-current={chosen === GENERAL} onClick={() => setChosen(GENERAL)}>
              <Icon of={Settings2} size={14} />
              {t("design.general")}
            </button>
          </div>
          {draft.columns.map((one, index) => (
            <div key={one.key} className={styles["columnItem"]} data-chosen={chosen === one.key}>
              <button type="button" className={styles["columnButton"]} aria-current={chosen === one.key} onClick={() => setChosen(one.key)}>
                <Icon of={iconOf({ type: one.type, isComputed: one.compute !== "", isSensitive: one.sensitive })} size={14} />
                <span className="truncate" title={name(one)}>
                  {name(one)}
                </span>
              </button>
              {chosen === one.key && (
                <>
                  <IconButton size="sm" icon={ArrowUp} label={t("columns.earlier", { name: name(one) })} disabled={index === 0} onPress={() => setDraft(moved(draft, one.key, -1))} />
                  <IconButton
                    size="sm"
                    icon={ArrowDown}
                    label={t("columns.later", { name: name(one) })}
                    disabled={index === draft.columns.length - 1}
                    onPress={() => setDraft(moved(draft, one.key, 1))}
                  />
                  <IconButton
                    size="sm"
                    icon={Trash2}
                    label={t("design.drop", { name: name(one) })}
                    onPress={() => {
                      setDraft(withoutColumn(draft, one.key));
                      setChosen(GENERAL);
                    }}
                  />
                </>
              )}
            </div>
          ))}
          <Button kind="text" icon={Plus} onPress={add}>
            {t("design.addColumn")}
          </Button>
        </nav>
        <div className={styles["columnForm"]}>
          {column ? (
            <ColumnForm
              key={draft.columns.indexOf(column)}
              draft={draft}
              column={column}
              isKept={props.rowCount > 0 && known.has(column.key)}
              onChange={setDraft}
              onRename={setChosen}
            />
          ) : (
            <GeneralForm draft={draft} isNew={props.ledgerKey === null} hasRows={props.rowCount > 0} onChange={setDraft} />
          )}
        </div>
      </div>
    </Page>
  );
}

function Problems(props: { error: { code: string; message: string; problems: FieldProblem[] }; draft: Draft; onJump: (key: string) => void }) {
  const { t } = useTranslation("ledgers");
  const { error, draft } = props;
  const shown = error.problems.length > 0 ? error.problems : [{ code: error.code, detail: error.message || t("unreachable"), path: "" }];
  return (
    <div className={styles["tools"]}>
      <ProblemList
        problems={shown}
        onJump={({ path }) => {
          const at = /^\/columns\/(\d+)/.exec(path ?? "")?.[1];
          props.onJump(at === undefined ? GENERAL : (draft.columns[Number(at)]?.key ?? GENERAL));
        }}
      />
    </div>
  );
}
