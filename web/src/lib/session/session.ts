import { queryOptions } from "@tanstack/react-query";

import { readSession, savePreferences, signIn, signOut } from "@/api/sdk.gen";
import type { Preferences, SessionView, SignIn } from "@/api/types.gen";
import { askToSignInAgain, setCsrfToken } from "@/lib/api/client";
import { asProblem } from "@/lib/api/problem";

const RECHECK_MS = 5 * 60_000;

/** Whether this page has had a session: then its end must not throw away what was typed. */
let hasHadSession = false;

function keep(session: SessionView): SessionView {
  hasHadSession = true;
  setCsrfToken(session.csrfToken);
  return session;
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions<SessionView | null>({
  queryKey: ["session"],
  staleTime: RECHECK_MS,
  refetchOnWindowFocus: "always",
  queryFn: async ({ signal }) => {
    try {
      return keep((await readSession({ signal, throwOnError: true })).data);
    } catch (cause) {
      if (asProblem(cause).status !== 401) throw cause;
      if (!hasHadSession) return null;
      await askToSignInAgain();
      return keep((await readSession({ throwOnError: true })).data);
    }
  },
});

export async function openSession(body: SignIn): Promise<SessionView> {
  return keep((await signIn({ body, throwOnError: true })).data);
}

export async function closeSession(): Promise<void> {
  await signOut({ throwOnError: true });
  hasHadSession = false;
  setCsrfToken("");
}

export async function keepPreferences(body: Preferences): Promise<void> {
  await savePreferences({ body, throwOnError: true });
}
