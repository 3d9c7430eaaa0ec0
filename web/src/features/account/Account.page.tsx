import { LifeBuoy, LogOut } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";

import { type Language, LANGUAGES } from "@/lib/i18n/languages";
import { useLanguage } from "@/lib/i18n/useLanguage";
import { switchSingleKeys, useSingleKeysOn } from "@/lib/keyboard/shortcuts";
import { type ThemeChoice, useChangePreferences, useThemeChoice } from "@/lib/session/preferences";
import { useSession } from "@/lib/session/SessionContext";
import { useTitle } from "@/lib/useTitle";
import { Button } from "@/ui/act/Button";
import { Switch } from "@/ui/controls/Choice";
import { Page, PageHeader, Scroll } from "@/ui/frame/Page";
import { Segmented } from "@/ui/list/Segmented";
import { Avatar } from "@/ui/text/Person";

import styles from "./Account.module.css";
import { Password } from "./Password";
import { SecondFactor } from "./SecondFactor";
import { Tokens } from "./Tokens";

const THEMES = ["light", "dark", "system"] as const satisfies readonly ThemeChoice[];

interface AccountProps {
  onSignOut: () => void;
  onReport: () => void;
  /** Other pages of mine; on the phone they stand nowhere else. */
  ways: readonly { label: string; onPress: () => void }[];
}

/** Who I am here, how the product looks to me, my password and my API tokens. */
export function AccountPage({ onSignOut, onReport, ways }: AccountProps) {
  const { t } = useTranslation("account");
  const { person } = useSession();
  useTitle(t("title"));
  return (
    <Page>
      <PageHeader title={t("title")}>
        <Button kind="text" icon={LifeBuoy} aria-haspopup="dialog" onPress={onReport}>
          {t("report")}
        </Button>
        <Button icon={LogOut} onPress={onSignOut}>
          {t("signOut")}
        </Button>
      </PageHeader>
      <Scroll>
        <div className={styles["body"]}>
          <div className={styles["who"]}>
            <Avatar person={person} size={40} />
            <div>
              <div>{person.name}</div>
              <div className={styles["quiet"]}>
                {[person.department?.name, person.position, t("number", { number: person.employeeNo })]
                  .filter(Boolean)
                  .join(" · ")}
              </div>
            </div>
          </div>
          <nav className={styles["actions"]} aria-label={t("ways")}>
            {ways.map((way) => (
              <Button key={way.label} size="sm" onPress={way.onPress}>
                {way.label}
              </Button>
            ))}
          </nav>
          <Appearance />
          <Password />
          <SecondFactor />
          <Tokens />
        </div>
      </Scroll>
    </Page>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles["part"]} aria-label={title}>
      <h2 className={styles["name"]}>{title}</h2>
      {children}
    </section>
  );
}

function Appearance() {
  const { t } = useTranslation("account");
  const language = useLanguage();
  const theme = useThemeChoice();
  const change = useChangePreferences();
  const hasSingleKeys = useSingleKeysOn();
  const id = useId();
  return (
    <Part title={t("appearance")}>
      <div className={styles["setting"]}>
        <span className={styles["quiet"]}>{t("language")}</span>
        <div className={styles["segmented"]}>
          <Segmented<Language>
            label={t("language")}
            segments={LANGUAGES.map((key) => ({ key, label: t(`languages.${key}`) }))}
            value={language}
            onChange={(choice) => change({ language: choice })}
          />
        </div>
      </div>
      <div className={styles["setting"]}>
        <span className={styles["quiet"]}>{t("theme")}</span>
        <div className={styles["segmented"]}>
          <Segmented<ThemeChoice>
            label={t("theme")}
            segments={THEMES.map((key) => ({ key, label: t(`themes.${key}`) }))}
            value={theme}
            onChange={(choice) => change({ theme: choice })}
          />
        </div>
      </div>
      <div className={styles["setting"]}>
        <label className={styles["quiet"]} htmlFor={id}>
          {t("singleKeys")}
        </label>
        <div>
          <Switch id={id} checked={hasSingleKeys} onChange={switchSingleKeys} />
        </div>
      </div>
    </Part>
  );
}
