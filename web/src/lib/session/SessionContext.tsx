import { createContext, use } from "react";

import type { SessionView } from "@/api/types.gen";

const SessionContext = createContext<SessionView | null>(null);

export const SessionProvider = SessionContext.Provider;

/** Whose installation this is; empty where nobody is signed in or it has no name. */
export function useCompany(): string {
  return use(SessionContext)?.company ?? "";
}

/** Who is signed in. Only below the sign-in gate. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error("there is no session here");
  return session;
}
