import { QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { SessionView } from "@/api/types.gen";
import { onSessionOver } from "@/lib/api/client";
import { asProblem } from "@/lib/api/problem";
import { createQueryClient } from "@/lib/api/queries";
import type { Language } from "@/lib/i18n/languages";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { adopt, useThemeChoice } from "@/lib/session/preferences";
import { closeSession, sessionQuery } from "@/lib/session/session";
import { SessionProvider } from "@/lib/session/SessionContext";
import { Toasts } from "@/ui/act/Toasts";
import { ErrorState } from "@/ui/states/State";
import { ThemeProvider } from "@/ui/theme/ThemeProvider";

const SignInPage = lazy(() =>
  import("@/features/session/SignIn.page").then((module) => ({ default: module.SignInPage })),
);
const NewPasswordPage = lazy(() =>
  import("@/features/session/NewPassword.page").then((module) => ({ default: module.NewPasswordPage })),
);
const SignInAgain = lazy(() =>
  import("@/features/session/SignInAgain").then((module) => ({ default: module.SignInAgain })),
);
const ByMailPage = lazy(() =>
  import("@/features/byMail/ByMail.page").then((module) => ({ default: module.ByMailPage })),
);
const Signed = lazy(() => import("./Signed").then((module) => ({ default: module.Signed })));

/** What stands behind # in the link of a mail; that page needs nobody to sign in. */
const mailedToken = window.location.pathname === "/m" ? window.location.hash.slice(1) : null;

/** The whole front end. */
export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <Appearance>
        <Toasts>
          <Suspense>
            {mailedToken === null ? <Gate /> : <ByMailPage token={mailedToken} />}
          </Suspense>
        </Toasts>
      </Appearance>
    </QueryClientProvider>
  );
}

function Appearance({ children }: { children: ReactNode }) {
  const choice = useThemeChoice();
  const language = useLanguage();
  useNamesIn(language);
  return (
    <ThemeProvider choice={choice} language={language}>
      {children}
    </ThemeProvider>
  );
}

/** Names and sentences come from the server in the reader's language: another language asks for all of them anew. */
function useNamesIn(language: Language): void {
  const queries = useQueryClient();
  const shown = useRef(language);
  useEffect(() => {
    if (shown.current !== language) void queries.invalidateQueries();
    shown.current = language;
  }, [queries, language]);
}

/** Lets in who is signed in; everybody else signs in where they are. */
function Gate() {
  const { t } = useTranslation("app");
  const queries = useQueryClient();
  const language = useLanguage();
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const enter = (entered: SessionView) => {
    adopt(entered, language);
    queries.setQueryData(sessionQuery.queryKey, entered);
  };

  if (session === undefined) {
    if (!error) return null;
    return (
      <ErrorState title={t("away.title")} text={t("away.text")} code={asProblem(error).code} onRetry={() => void refetch()} />
    );
  }
  if (session === null) return <SignInPage onSignedIn={enter} />;
  if (session.mustChangePassword) {
    const leave = () => void closeSession().then(() => queries.setQueryData(sessionQuery.queryKey, null));
    return <NewPasswordPage session={session} onSignedIn={enter} onSignOut={leave} />;
  }
  return (
    <SessionProvider value={session}>
      <Signed />
      <SessionKeeper login={session.person.login} onSignedIn={enter} />
    </SessionProvider>
  );
}

/** Waits for the end of the session and then asks for the password over the page that is open. */
function SessionKeeper({ login, onSignedIn }: { login: string; onSignedIn: (session: SessionView) => void }) {
  const [isOver, setIsOver] = useState(false);
  const waiting = useRef<(() => void)[]>([]);
  useEffect(() => {
    onSessionOver(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve);
          setIsOver(true);
        }),
    );
    return () => onSessionOver(null);
  }, []);
  if (!isOver) return null;
  return (
    <SignInAgain
      login={login}
      onSignedIn={(session) => {
        setIsOver(false);
        onSignedIn(session);
        for (const goOn of waiting.current.splice(0)) goOn();
      }}
    />
  );
}
