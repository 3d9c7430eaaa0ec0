import type { TFunction } from "i18next";
import { Braces } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ModdleElement } from "../bpmn/types";
import { type Plain, readAll, readOne } from "../document/extensions";
import { eventDefinition, isFlowNode } from "../document/kinds";
import { SOURCES } from "../document/step";
import { Section } from "./parts";
import { RecordList, type RecordListProps } from "./RecordList";
import { BLANK_POSTING, noticeList, postingFields } from "./records";
import { RecountRows } from "./RecountRows";
import { usePanel } from "./usePanel";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
type Words = TFunction<"designer">;

/** A kind of thing that an element leaves behind, and who can. */
interface Result {
  type: string;
  isFor: (owner: ModdleElement) => boolean;
  words: (t: Words) => Omit<RecordListProps, "records" | "onChange">;
  /** At most one of them. */
  isSingle?: boolean;
}

const isActivity = (owner: ModdleElement): boolean => owner.$instanceOf?.("bpmn:Activity") ?? false;

const RESULTS: readonly Result[] = [
  {
    type: "dj:Each",
    isFor: (owner) => owner.$type === "bpmn:StartEvent" && eventDefinition(owner)?.$type === "bpmn:TimerEventDefinition",
    isSingle: true,
    words: (t) => ({
      titleOf: () => t("result.each"),
      addLabel: t("result.addEach"),
      blank: { collection: "=", key: "=item.id" },
      fields: [
        { name: "collection", label: t("each.collection"), isFeel: true },
        { name: "as", label: t("each.as") },
        { name: "key", label: t("each.key"), isFeel: true, hint: t("each.keyHint") },
        { name: "initiator", label: t("each.initiator"), isFeel: true },
        { name: "values", label: t("each.values"), isFeel: true },
      ],
    }),
  },
  {
    type: "dj:Posting",
    isFor: isFlowNode,
    words: (t) => ({
      titleOf: (one) => t("result.posting", { ledger: text(one["ledger"]) || t("result.ledgerMissing") }),
      addLabel: t("result.addPosting"),
      blank: BLANK_POSTING,
      fields: postingFields(t),
    }),
  },
  {
    type: "dj:Absence",
    isFor: isActivity,
    isSingle: true,
    words: (t) => ({
      titleOf: () => t("result.absence"),
      addLabel: t("result.addAbsence"),
      blank: { person: "=initiator.id", kind: "act" },
      fields: [
        { name: "person", label: t("absence.person"), isFeel: true },
        { name: "from", label: t("absence.from"), isFeel: true },
        { name: "until", label: t("absence.until"), isFeel: true },
        { name: "deputy", label: t("absence.deputy"), isFeel: true },
        { name: "kind", label: t("absence.kind"), choices: (["act", "assist"] as const).map((value) => ({ value, label: t(`absence.${value}`) })) },
        { name: "when", label: t("posting.when"), isFeel: true },
      ],
    }),
  },
  { type: "dj:Input", isFor: isFlowNode, words: (t) => mapping(t, "input") },
  { type: "dj:Output", isFor: isFlowNode, words: (t) => mapping(t, "output") },
  { type: "dj:Notice", isFor: isFlowNode, words: noticeList },
  {
    type: "dj:Handover",
    isFor: isActivity,
    words: (t) => ({
      titleOf: () => t("result.handover"),
      addLabel: t("result.addHandover"),
      blank: { person: "=initiator.id", to: "=" },
      fields: [
        { name: "person", label: t("handover.person"), isFeel: true },
        { name: "to", label: t("handover.to"), isFeel: true },
        { name: "reason", label: t("handover.reason") },
        { name: "when", label: t("posting.when"), isFeel: true },
      ],
    }),
  },
  {
    type: "dj:PersonChange",
    isFor: isActivity,
    words: (t) => ({
      titleOf: (one) => t(one["action"] === "join" ? "personChange.join" : "personChange.leave"),
      addLabel: t("result.addPersonChange"),
      blank: { action: "leave" },
      fields: [
        { name: "action", label: t("personChange.action"), choices: (["join", "leave"] as const).map((value) => ({ value, label: t(`personChange.${value}`) })) },
        { name: "on", label: t("posting.on"), choices: (["complete", "start"] as const).map((value) => ({ value, label: t(`posting.on_${value}`) })) },
        { name: "person", label: t("personChange.person"), isFeel: true },
        { name: "leftOn", label: t("personChange.leftOn"), isFeel: true },
        { name: "values", label: t("personChange.values"), isFeel: true },
        { name: "prefix", label: t("personChange.prefix") },
        { name: "result", label: t("personChange.result") },
        { name: "when", label: t("posting.when"), isFeel: true },
      ],
    }),
  },
  {
    type: "dj:Copy",
    isFor: () => true,
    words: (t) => ({
      titleOf: (one) => t("result.copy", { who: text(one["value"]) || text(one["source"]) }),
      addLabel: t("result.addCopy"),
      blank: { source: "role", value: "" },
      fields: [
        { name: "source", label: t("who.source"), choices: SOURCES.map((value) => ({ value, label: t(`source.${value}`) })) },
        { name: "value", label: t("who.key") },
        { name: "when", label: t("posting.when"), isFeel: true },
      ],
    }),
  },
];

function mapping(t: Words, way: "input" | "output"): Omit<RecordListProps, "records" | "onChange"> {
  return {
    titleOf: (one) => t(`result.${way}`, { target: text(one["target"]) }),
    addLabel: t(way === "input" ? "result.addInput" : "result.addOutput"),
    blank: { source: "=", target: "" },
    fields: [
      { name: "target", label: t("mapping.target") },
      { name: "source", label: t("mapping.source"), isFeel: true },
    ],
  };
}

/** What the step leaves behind: entries in ledgers, an absence, copies, notices, data taken in and out. */
export function ResultSection() {
  const { element } = usePanel();
  return <ResultsOf owner={element.businessObject} />;
}

export function ResultsOf({ owner }: { owner: ModdleElement }) {
  const { t } = useTranslation("designer");
  const { element, editor } = usePanel();
  const postings = readAll(owner, "dj:Posting").length;
  const mappings = readAll(owner, "dj:Input").length + readAll(owner, "dj:Output").length;
  const sentence = [
    postings > 0 ? t("result.postings", { count: postings }) : "",
    mappings > 0 ? t("result.mappings", { count: mappings }) : "",
    readOne(owner, "dj:Absence") ? t("result.absence") : "",
  ];
  const write = ({ type, isSingle }: Result) => (records: readonly Plain[]) =>
    editor.setAll(element, type, isSingle ? records.slice(-1) : records, owner);
  return (
    <Section icon={Braces} title={t("section.result")} sentence={sentence.filter(Boolean).join(t("stop")) || t("result.none")} isFolded>
      {RESULTS.filter((result) => result.isFor(owner)).map((result) => (
        <RecordList key={result.type} {...result.words(t)} records={readAll(owner, result.type)} onChange={write(result)} />
      ))}
      {owner.$type === "bpmn:UserTask" && <RecountRows />}
    </Section>
  );
}
