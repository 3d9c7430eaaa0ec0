/** The lines of settings that occur in several parts of the panel: postings, jobs. */
import type { TFunction } from "i18next";

import { POSTING_ACTIONS } from "../document/sentences";
import type { RecordField, RecordListProps } from "./RecordList";

type Words = TFunction<"designer">;

export function postingFields(t: Words): readonly RecordField[] {
  return [
    { name: "ledger", label: t("posting.ledger") },
    { name: "action", label: t("posting.action"), choices: POSTING_ACTIONS.map((value) => ({ value, label: t(`posting.${value}`) })) },
    { name: "on", label: t("posting.on"), choices: (["start", "complete"] as const).map((value) => ({ value, label: t(`posting.on_${value}`) })) },
    { name: "amount", label: t("posting.amount"), isFeel: true },
    { name: "column", label: t("posting.column") },
    { name: "where", label: t("posting.where"), isFeel: true },
    { name: "order", label: t("posting.order"), isFeel: true },
    { name: "forEach", label: t("posting.forEach"), isFeel: true },
    { name: "as", label: t("posting.as") },
    { name: "values", label: t("posting.values"), isFeel: true },
    { name: "key", label: t("posting.key"), isFeel: true },
    { name: "id", label: t("posting.id"), hint: t("posting.idHint") },
    { name: "when", label: t("posting.when"), isFeel: true },
  ];
}

export function jobFields(t: Words): readonly RecordField[] {
  return [
    { name: "type", label: t("job.type") },
    { name: "connection", label: t("job.connection") },
    { name: "method", label: t("job.method"), choices: ["GET", "POST", "PUT", "PATCH", "DELETE"].map((value) => ({ value, label: value })) },
    { name: "path", label: t("job.path"), isFeel: true },
    { name: "body", label: t("job.body"), isFeel: true },
    { name: "headers", label: t("job.headers"), isFeel: true },
    { name: "key", label: t("job.key"), isFeel: true },
    { name: "retries", label: t("job.retries") },
  ];
}

export const BLANK_POSTING = { ledger: "", action: "add", on: "complete" } as const;

/** People who are told something. */
export function noticeList(t: Words): Omit<RecordListProps, "records" | "onChange"> {
  return {
    titleOf: () => t("result.notice"),
    addLabel: t("result.addNotice"),
    blank: { to: "=initiator.id", text: "=" },
    fields: [
      { name: "to", label: t("notice.to"), isFeel: true, hint: t("notice.toHint") },
      { name: "text", label: t("notice.text"), isFeel: true },
      { name: "textEn", label: t("notice.textEn"), isFeel: true },
      { name: "forEach", label: t("posting.forEach"), isFeel: true },
      { name: "as", label: t("posting.as") },
      { name: "when", label: t("posting.when"), isFeel: true },
    ],
  };
}
