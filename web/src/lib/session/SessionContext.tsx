import { createContext, use } from "react";

import type { SessionView } from "@/api/types.gen";

const SessionContext = createContext<SessionView | null>(null);

export const SessionProvider = SessionContext.Provider;

/** Who is signed in. Only below the sign-in gate. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error("there is no session here");
  return session;
}
