import type { QueryClient } from "@tanstack/react-query";

const EVERYTHING = "everything";
const REOPEN_MS = 10_000;

/** Which cached answers a topic makes old: `items:me` the lists of items, `instance:ID` that instance. */
export function refresh(queries: QueryClient, topics: readonly string[]): void {
  if (topics.includes(EVERYTHING)) {
    void queries.invalidateQueries();
    return;
  }
  for (const topic of topics) {
    const [subject = "", id] = topic.split(":");
    const queryKey = id && id !== "me" ? [subject, id] : [subject];
    void queries.invalidateQueries({ queryKey });
    if (subject === "instance") void queries.invalidateQueries({ queryKey: ["item"] });
    if (subject === "instance" || subject === "items") void queries.invalidateQueries({ queryKey: ["instances"] });
  }
}

/** Listens to what the server says has changed and refetches what is shown. Returns how to stop. */
export function listen(queries: QueryClient): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const open = () => {
    source = new EventSource("/api/v1/events");
    source.addEventListener("topics", (event: MessageEvent<string>) => {
      refresh(queries, JSON.parse(event.data) as string[]);
    });
    source.addEventListener("error", () => {
      // The browser reconnects by itself, unless the server refused: then the session may be over.
      if (source?.readyState !== EventSource.CLOSED || isStopped) return;
      void queries.invalidateQueries({ queryKey: ["session"] });
      timer = setTimeout(open, REOPEN_MS);
    });
  };
  open();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    source?.close();
  };
}
