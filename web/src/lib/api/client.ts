import i18next from "i18next";

import { client } from "@/api/client.gen";
import type { ProblemDocument } from "@/api/types.gen";

import { ApiProblem } from "./problem";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What the session gave us for requests that change something. */
let csrfToken = "";

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** For requests that do not go through the generated client. */
export const csrfHeader = (): Record<string, string> => ({ "X-CSRF-Token": csrfToken });

/** Asked when a session has run out: resolves once somebody has signed in again in place. */
type SignInAgain = () => Promise<void>;

let signInAgain: SignInAgain | null = null;

export function onSessionOver(ask: SignInAgain | null): void {
  signInAgain = ask;
}

/** Waits until somebody has signed in again; at once when nobody listens. */
export const askToSignInAgain = (): Promise<void> => signInAgain?.() ?? Promise.resolve();

function dressed(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set("Accept-Language", i18next.language);
  if (!SAFE.has(request.method)) headers.set("X-CSRF-Token", csrfToken);
  return new Request(request, { headers });
}

const isAboutSession = (request: Request): boolean => new URL(request.url).pathname.endsWith("/api/v1/session");

/**
 * One request. A session that ran out does not lose it: it waits for the person to sign in again, then goes out
 * once more with the new session.
 */
async function send(request: Request): Promise<Response> {
  const again = request.clone();
  let response: Response;
  try {
    // eslint-disable-next-line no-restricted-globals -- the one place where requests leave
    response = await fetch(dressed(request));
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiProblem(0, {});
  }
  if (response.status !== 401 || isAboutSession(request) || !signInAgain) return response;
  await signInAgain();
  // eslint-disable-next-line no-restricted-globals -- the same request once more
  return fetch(dressed(again));
}

/** Prepares the generated client: our headers, our errors. Call it once, before the first request. */
export function startClient(): void {
  client.setConfig({
    baseUrl: window.location.origin,
    fetch: (input) => send(input as Request),
    throwOnError: true,
  });
  client.interceptors.error.use((cause, response) => {
    if (cause instanceof ApiProblem || cause instanceof DOMException) return cause;
    const document = typeof cause === "object" && cause !== null ? (cause as Partial<ProblemDocument>) : {};
    return new ApiProblem(response?.status ?? 0, document);
  });
}
