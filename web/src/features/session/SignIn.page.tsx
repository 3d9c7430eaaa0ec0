import { useQuery } from "@tanstack/react-query";
import { CircleAlert, Globe } from "lucide-react";
import { useTranslation } from "react-i18next";

import { readWelcome } from "@/api/sdk.gen";
import type { SessionView } from "@/api/types.gen";
import { changeLanguage } from "@/lib/i18n/i18n";
import { LANGUAGES } from "@/lib/i18n/languages";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Menu } from "@/ui/act/Menu";
import { Logo } from "@/ui/frame/Logo";
import { Icon } from "@/ui/Icon";

import styles from "./SignIn.module.css";
import { SignInForm } from "./SignInForm";
import { WeirDrawing } from "./WeirDrawing";

/** Where somebody signs in, whatever address they came for: it opens afterwards. */
export function SignInPage({ onSignedIn }: { onSignedIn: (session: SessionView) => void }) {
  const { t } = useTranslation("session");
  const language = useLanguage();
  const { data: welcome } = useQuery({
    queryKey: ["welcome"],
    queryFn: async ({ signal }) => (await readWelcome({ query: { problem: leftBehind() }, signal, throwOnError: true })).data,
  });
  useTitle(t("title"));
  return (
    <div className={styles["page"]}>
      <div className={styles["picture"]}>
        <WeirDrawing className={styles["drawing"]} />
        <div className={styles["brand"]}>
          <Logo size={34} />
          {t("product")}
        </div>
        <div>
          <p className={styles["slogan"]}>{t("slogan")}</p>
          <p className={styles["promise"]}>{t("promise")}</p>
        </div>
      </div>
      <main className={styles["side"]}>
        <div className={styles["language"]}>
          <Menu
            items={LANGUAGES.map((choice) => ({
              key: choice,
              label: t(`language.${choice}`),
              isChosen: choice === language,
              onPress: () => void changeLanguage(choice),
            }))}
          >
            <Button kind="text" icon={Globe} aria-haspopup="menu">
              {t(`language.${language}`)}
            </Button>
          </Menu>
        </div>
        <div className={styles["form"]}>
          <div>
            <h1 className={styles["title"]}>{welcome?.company ? t("titleOf", { company: welcome.company }) : t("title")}</h1>
            <p className={styles["host"]}>{window.location.host}</p>
          </div>
          {welcome?.singleSignOn && <SingleSignOn label={welcome.singleSignOn} problem={welcome.problem} />}
          <SignInForm onSignedIn={onSignedIn} />
          <p className={styles["help"]}>{t("help")}</p>
        </div>
      </main>
    </div>
  );
}

/** The way in by the company's own provider; the page that was asked for opens afterwards. */
function SingleSignOn({ label, problem }: { label: string; problem: string | null }) {
  const { t } = useTranslation("session");
  const page = window.location.pathname === "/" ? "/" : window.location.pathname + window.location.search;
  return (
    <div className={styles["single"]}>
      <Button
        wide
        className={styles["submit"] ?? ""}
        onPress={() => window.location.assign(`/api/v1/session/openid?to=${encodeURIComponent(page)}`)}
      >
        {t("single", { label })}
      </Button>
      {problem && (
        <p className={styles["error"]} role="alert">
          <Icon of={CircleAlert} size={14} className={styles["errorIcon"] ?? ""} />
          {problem}
        </p>
      )}
      <p className={styles["or"]}>{t("or")}</p>
    </div>
  );
}

/** The code that coming back from the provider has left in the address when nobody was let in. */
const leftBehind = () => new URLSearchParams(window.location.search).get("problem") ?? "";
