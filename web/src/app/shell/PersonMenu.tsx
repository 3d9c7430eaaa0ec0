import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Ellipsis, Hourglass, Keyboard, Languages, LogOut, Monitor, Moon, Sun, UserRound, UserRoundCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n/useLanguage";
import { type ThemeChoice, useChangePreferences, useThemeChoice } from "@/lib/session/preferences";
import { closeSession, sessionQuery } from "@/lib/session/session";
import { useSession } from "@/lib/session/SessionContext";
import { Menu, type MenuItem } from "@/ui/act/Menu";
import { Icon } from "@/ui/Icon";
import { Avatar } from "@/ui/text/Person";

import styles from "./Shell.module.css";

const THEMES: readonly { choice: ThemeChoice; icon: typeof Sun }[] = [
  { choice: "light", icon: Sun },
  { choice: "dark", icon: Moon },
  { choice: "system", icon: Monitor },
];

/** Signs out and forgets everything that this person saw. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await closeSession();
    // the session first: who watches it would not notice when its query were thrown away
    queries.setQueryData(sessionQuery.queryKey, null);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
  };
}

/** The person at the foot of the navigation: language, light and dark, shortcuts, account, sign out. */
export function PersonMenu({ isRail, onHelp }: { isRail: boolean; onHelp: () => void }) {
  const { t } = useTranslation("app");
  const { person } = useSession();
  const language = useLanguage();
  const theme = useThemeChoice();
  const change = useChangePreferences();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const other = language === "zh-CN" ? "en-US" : "zh-CN";

  const post = [person.department?.name, person.position].filter(Boolean).join(" · ");

  const items: MenuItem[] = [
    { key: "account", label: t("page.account"), icon: UserRound, onPress: () => void navigate({ to: "/account" }) },
    { key: "deputies", label: t("page.deputies"), icon: UserRoundCheck, onPress: () => void navigate({ to: "/deputies", search: {} }) },
    { key: "background", label: t("page.background"), icon: Hourglass, onPress: () => void navigate({ to: "/background" }) },
    { key: "shortcuts", label: t("me.shortcuts"), icon: Keyboard, onPress: onHelp },
    "divider",
    ...THEMES.map(({ choice, icon }) => ({
      key: choice,
      label: t(`theme.${choice}`),
      icon,
      isChosen: choice === theme,
      onPress: () => change({ theme: choice }),
    })),
    "divider",
    { key: "language", label: t(`language.${other}`), icon: Languages, onPress: () => change({ language: other }) },
    "divider",
    { key: "out", label: t("me.signOut"), icon: LogOut, onPress: () => void signOut() },
  ];
  return (
    <Menu items={items} placement="topLeft">
      <button type="button" className={styles["me"]} aria-haspopup="menu" aria-label={t("me.menu", { name: person.name })}>
        <Avatar person={person} size={28} />
        {!isRail && (
          <>
            <span className={styles["meText"]}>
              <span className="truncate" style={{ display: "block" }}>
                {person.name}
              </span>
              <span className={styles["position"]} style={{ display: "block" }} title={post}>
                {person.position ?? person.department?.name}
              </span>
            </span>
            <Icon of={Ellipsis} />
          </>
        )}
      </button>
    </Menu>
  );
}
