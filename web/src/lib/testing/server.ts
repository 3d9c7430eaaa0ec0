import { client } from "@/api/client.gen";
import { startClient } from "@/lib/api/client";

export interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

type Answer = { status?: number; body?: unknown };

/**
 * Answers requests from a table instead of a server: `"POST /items/7/decisions"`. Returns what was asked, in order.
 * A list is answered one after another, its last entry for ever.
 */
export function answering(table: Record<string, Answer | Answer[]>): Asked[] {
  const asked: Asked[] = [];
  startClient();
  globalThis.fetch = async (input) => {
    const request = input as Request;
    const path = new URL(request.url).pathname.replace("/api/v1", "");
    const text = await request.text();
    asked.push({ method: request.method, path, headers: request.headers, body: text ? JSON.parse(text) : null });
    const entry = table[`${request.method} ${path}`] ?? { status: 404, body: { code: "test.no_answer", detail: path } };
    const answer = Array.isArray(entry) ? ((entry.length > 1 ? entry.shift() : entry[0]) ?? {}) : entry;
    return new Response(JSON.stringify(answer.body ?? {}), {
      status: answer.status ?? 200,
      headers: { "Content-Type": "application/json" },
    });
  };
  client.setConfig({ baseUrl: "http://test.local" });
  return asked;
}
