import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  listMails,
  listTemplates,
  previewTemplate,
  readMailChannel,
  readTemplate,
  repeatMail,
  resetTemplate,
  saveTemplate,
  sendTestMail,
} from "@/api/sdk.gen";
import type { Mail, TemplateToSave } from "@/api/types.gen";
import { polled } from "@/lib/api/queries";
import { useCommand } from "@/lib/api/useCommand";

const PAGE = 50;

export type MailState = Mail["state"] | "";
export type TemplateLanguage = "zh-CN" | "en-US";

export function useChannel() {
  return useQuery({
    queryKey: ["mails", "channel"],
    queryFn: async ({ signal }) => (await readMailChannel({ signal, throwOnError: true })).data,
    ...polled,
  });
}

export function useMails(state: MailState) {
  return useInfiniteQuery({
    queryKey: ["mails", "log", state],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) =>
      (await listMails({ query: { state, cursor: pageParam, limit: PAGE }, signal, throwOnError: true })).data,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...polled,
  });
}

export function useTemplates() {
  return useQuery({
    queryKey: ["mails", "templates"],
    queryFn: async ({ signal }) => (await listTemplates({ signal, throwOnError: true })).data,
  });
}

export function useTemplate(kind: string, language: TemplateLanguage) {
  return useQuery({
    queryKey: ["mails", "templates", kind, language],
    queryFn: async ({ signal }) => (await readTemplate({ path: { kind, language }, signal, throwOnError: true })).data,
    placeholderData: undefined,
  });
}

export function useMailCommands(onDone: (what: "tested" | "repeated" | "saved" | "reset") => void) {
  const queries = useQueryClient();
  const done = (what: "tested" | "repeated" | "saved" | "reset") => () => {
    void queries.invalidateQueries({ queryKey: ["mails"] });
    onDone(what);
  };
  return {
    test: useCommand((_, headers) => sendTestMail({ headers, throwOnError: true }), { onDone: done("tested") }),
    repeat: useCommand((id: string, headers) => repeatMail({ path: { mail_id: id }, headers, throwOnError: true }), {
      onDone: done("repeated"),
    }),
    save: useCommand(
      ({ kind, language, body }: { kind: string; language: TemplateLanguage; body: TemplateToSave }, headers) =>
        saveTemplate({ path: { kind, language }, body, headers, throwOnError: true }),
      { onDone: done("saved") },
    ),
    reset: useCommand(
      ({ kind, language }: { kind: string; language: TemplateLanguage }, headers) =>
        resetTemplate({ path: { kind, language }, headers, throwOnError: true }),
      { onDone: done("reset") },
    ),
  };
}

export function usePreview() {
  return useCommand((body: TemplateToSave, headers) => previewTemplate({ body, headers, throwOnError: true }));
}
