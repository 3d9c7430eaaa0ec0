import { useTranslation } from "react-i18next";

import type { SessionView } from "@/api/types.gen";
import { Dialog } from "@/ui/act/Dialog";

import { SignInForm } from "./SignInForm";

/** The session ran out while somebody was at work: they sign in over the page, nothing typed is lost. */
export function SignInAgain(props: { login: string; onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation("session");
  return (
    <Dialog title={t("again.title")} onClose={() => undefined} isStubborn>
      <p>{t("again.text")}</p>
      <SignInForm login={props.login} isAgain onSignedIn={props.onSignedIn} />
      <div />
    </Dialog>
  );
}
