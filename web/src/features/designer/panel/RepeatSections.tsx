import { ListChecks, Repeat } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Switch } from "@/ui/controls/Choice";

import type { ModdleElement } from "../bpmn/types";
import { readOne } from "../document/extensions";
import { feelError } from "./ConditionEditor";
import styles from "./panel.module.css";
import { CommitInput, Pick, Row, Section } from "./parts";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const BINDINGS = ["latest", "deployment", "version", "versionTag"] as const;
type Binding = (typeof BINDINGS)[number];

/** Which process is called, and which of its versions. */
export function CallSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const called = readOne(element.businessObject, "dj:Called") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Called", changes);
  const key = text(called["processKey"]) || text(element.businessObject.get("calledElement"));
  const binding = BINDINGS.find((one) => one === called["binding"]) ?? "latest";
  const number = typeof called["version"] === "number" ? `${called["version"]}` : "";
  return (
    <Section icon={Repeat} title={t("section.call")} sentence={key ? t(`call.say.${binding}`, { process: key }) : t("call.none")}>
      <Row label={t("call.process")} hint={t("call.processHint")}>
        <CommitInput label={t("call.process")} value={key} isCode error={feelError(key, t("condition.notFeel"))} onCommit={(processKey) => change({ processKey })} />
      </Row>
      <Row label={t("call.binding")}>
        <Pick<Binding>
          label={t("call.binding")}
          value={binding}
          choices={BINDINGS.map((value) => ({ value, label: t(`call.bindings.${value}`) }))}
          onPick={(next) => change({ binding: next, version: undefined, versionTag: undefined })}
        />
      </Row>
      {binding === "versionTag" && (
        <Row label={t("call.tag")}>
          <CommitInput label={t("call.tag")} value={text(called["versionTag"])} onCommit={(versionTag) => change({ versionTag: versionTag || undefined })} />
        </Row>
      )}
      {binding === "version" && (
        <Row label={t("call.version")}>
          <CommitInput label={t("call.version")} value={number} onCommit={(next) => change({ version: /^\d+$/.test(next) ? Number(next) : undefined })} />
        </Row>
      )}
      <div className={styles.switchRow}>
        <span>{t("call.all")}</span>
        <Switch
          size="small"
          checked={called["allVariables"] !== false}
          aria-label={t("call.all")}
          onChange={(isAll) => change({ allVariables: isAll ? undefined : false })}
        />
      </div>
    </Section>
  );
}

/** Over what an activity with a loop marker runs, and what is collected. */
export function LoopSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const marker = element.businessObject.get("loopCharacteristics") as ModdleElement | undefined;
  if (marker?.$type !== "bpmn:MultiInstanceLoopCharacteristics") return null;
  const loop = readOne(marker, "dj:Loop") ?? {};
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:Loop", changes, marker);
  const isInTurn = marker.get("isSequential") === true;
  const line = (name: string, label: string, hint?: string) => (
    <Row label={label} hint={hint}>
      <CommitInput
        label={label}
        value={text(loop[name])}
        isCode
        error={feelError(text(loop[name]), t("condition.notFeel"))}
        onCommit={(value) => change({ [name]: value || undefined })}
      />
    </Row>
  );
  return (
    <Section icon={Repeat} title={t("section.loop")} sentence={t(isInTurn ? "loop.inTurn" : "loop.together")}>
      {line("collection", t("loop.collection"), t("loop.collectionHint"))}
      {line("element", t("loop.element"), t("loop.elementHint"))}
      {line("output", t("loop.output"))}
      {line("outputElement", t("loop.outputElement"))}
    </Section>
  );
}

/** How the activities of an ad-hoc subprocess begin. */
export function AdHocSection() {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  if (element.businessObject.$type !== "bpmn:AdHocSubProcess") return null;
  const adHoc = readOne(element.businessObject, "dj:AdHoc") ?? {};
  const isManual = adHoc["manual"] === true;
  const change = (changes: Record<string, unknown>) => editor.change(element, "dj:AdHoc", changes);
  return (
    <Section icon={ListChecks} title={t("section.adHoc")} sentence={t(isManual ? "adHoc.byHand" : "adHoc.atOnce")}>
      <div className={styles.switchRow}>
        <span>{t("adHoc.manual")}</span>
        <Switch size="small" checked={isManual} aria-label={t("adHoc.manual")} onChange={(next) => change({ manual: next || undefined })} />
      </div>
      {!isManual && (
        <Row label={t("adHoc.elements")} hint={t("adHoc.elementsHint")}>
          <CommitInput
            label={t("adHoc.elements")}
            value={text(adHoc["elements"])}
            isCode
            error={feelError(text(adHoc["elements"]), t("condition.notFeel"))}
            onCommit={(elements) => change({ elements: elements || undefined })}
          />
        </Row>
      )}
    </Section>
  );
}
