import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { startClient } from "@/lib/api/client";

import { useDraft } from "./useDraft";

interface Sent {
  xml: string;
  revision: string | null;
}

/** A server that keeps one draft and refuses to save over a revision it has moved on from. */
class DraftServer {
  xml = "<first/>";
  revision = 1;
  saved: Sent[] = [];
  isAway = false;

  readonly answer = async (request: Request): Promise<Response> => {
    if (this.isAway) throw new TypeError("away");
    if (request.method === "GET") return this.#draft();
    const { xml } = (await request.json()) as { xml: string };
    const revision = request.headers.get("If-Match");
    if (revision !== `"${this.revision}"`) {
      const document = { code: "deployments.draft.stale", detail: "别人刚改过这个草稿", status: 409 };
      return Response.json(document, { status: 409 });
    }
    this.saved.push({ xml, revision });
    this.changedBySomebody(xml);
    return this.#draft();
  };

  changedBySomebody(xml: string): void {
    this.xml = xml;
    this.revision += 1;
  }

  #draft(): Response {
    const { xml, revision } = this;
    const draft = { processKey: "leave", name: "请假", xml, forms: {}, decisions: {}, basedOnVersion: 1, savedAt: null, savedBy: null, revision };
    return Response.json(draft, { headers: { ETag: `"${revision}"` } });
  }
}

let server: DraftServer;

async function opened() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
  const { result } = renderHook(() => useDraft("leave"), { wrapper });
  await waitFor(() => expect(result.current.document?.xml).toBe(server.xml));
  return result;
}

beforeEach(() => {
  server = new DraftServer();
  vi.stubGlobal("fetch", server.answer);
  startClient();
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the draft", () => {
  test("is saved by itself when designing pauses, with the last of several edits", async () => {
    const draft = await opened();

    act(() => draft.current.change({ xml: "<second/>" }));
    act(() => draft.current.change({ xml: "<third/>" }));
    expect(draft.current.state).toBe("waiting");

    await waitFor(() => expect(draft.current.state).toBe("saved"), { timeout: 5_000 });
    expect(server.saved).toEqual([{ xml: "<third/>", revision: '"1"' }]);
    expect(draft.current.revision).toBe(2);
  });

  test("says so when somebody else changed it, and keeps what is here", async () => {
    const draft = await opened();
    server.changedBySomebody("<theirs/>");

    act(() => draft.current.change({ xml: "<mine/>" }));

    await waitFor(() => expect(draft.current.state).toBe("conflict"), { timeout: 5_000 });
    expect(draft.current.document?.xml).toBe("<mine/>");
    expect(server.xml).toBe("<theirs/>");
  });

  test("can be saved over theirs", async () => {
    const draft = await opened();
    server.changedBySomebody("<theirs/>");
    act(() => draft.current.change({ xml: "<mine/>" }));
    await waitFor(() => expect(draft.current.state).toBe("conflict"), { timeout: 5_000 });

    await act(() => draft.current.keepMine());

    expect(draft.current.state).toBe("saved");
    expect(server.xml).toBe("<mine/>");
  });

  test("can be given up for theirs", async () => {
    const draft = await opened();
    server.changedBySomebody("<theirs/>");
    act(() => draft.current.change({ xml: "<mine/>" }));
    await waitFor(() => expect(draft.current.state).toBe("conflict"), { timeout: 5_000 });

    await act(() => draft.current.takeTheirs());

    await waitFor(() => expect(draft.current.document?.xml).toBe("<theirs/>"));
    expect(draft.current.state).toBe("saved");
  });

  test("is not lost while the server is away, and is sent when somebody tries again", async () => {
    const draft = await opened();
    server.isAway = true;
    act(() => draft.current.change({ xml: "<mine/>" }));
    await waitFor(() => expect(draft.current.state).toBe("failed"), { timeout: 5_000 });

    server.isAway = false;
    await act(() => draft.current.flush());

    expect(draft.current.state).toBe("saved");
    expect(server.xml).toBe("<mine/>");
  });

  test("that nobody changed is not saved", async () => {
    const draft = await opened();

    expect(await act(() => draft.current.flush())).toBe(1);

    expect(server.saved).toEqual([]);
  });
});
