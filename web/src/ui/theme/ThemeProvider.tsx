import "./fonts.css";
import "./base.css";

import { ConfigProvider, theme as antd } from "antd";
import type { Locale } from "antd/es/locale";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import { createContext, type ReactNode, use, useLayoutEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { Language } from "@/lib/i18n/languages";

import { useIsPhone } from "@/ui/frame/useWidth";

import { antdTheme } from "./antd";
import { cssVariables, dark, FONT, light, type Tokens } from "./tokens";

/** What a person chooses; `system` follows the device. */
export type ThemeChoice = "light" | "dark" | "system";

interface Theme {
  isDark: boolean;
  tokens: Tokens;
}

const ThemeContext = createContext<Theme>({ isDark: false, tokens: light });

/** The theme that is showing, for drawings that cannot use CSS variables (diagrams, charts). */
export const useTheme = (): Theme => use(ThemeContext);

const deviceIsDark = () => window.matchMedia("(prefers-color-scheme: dark)");

function useDeviceIsDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = deviceIsDark();
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => deviceIsDark().matches,
  );
}

const antdLocales = { "zh-CN": zhCN, "en-US": enUS };

/** The library's words, without its 请: we choose, we do not ask. */
function useLibraryWords(language: Language): Locale {
  const { t } = useTranslation("ui");
  const words = antdLocales[language];
  const { DatePicker } = words;
  return {
    ...words,
    global: { ...words.global, placeholder: t("choose") },
    ...(DatePicker && {
      DatePicker: {
        ...DatePicker,
        lang: {
          ...DatePicker.lang,
          placeholder: t("chooseDay"),
          rangePlaceholder: [t("rangeFrom"), t("rangeUntil")],
        },
      },
    }),
  };
}

/** What floats belongs to the dialog it opens from: a modal dialog makes everything outside it inert. */
const nearestLayer = (trigger?: HTMLElement): HTMLElement => trigger?.closest("dialog") ?? document.body;

/** Gives everything below its colours, font and component library settings. */
export function ThemeProvider(props: { choice: ThemeChoice; language: Language; children: ReactNode }) {
  const fromDevice = useDeviceIsDark();
  const isDark = props.choice === "system" ? fromDevice : props.choice === "dark";
  const tokens = isDark ? dark : light;
  const words = useLibraryWords(props.language);
  const isPhone = useIsPhone();

  useLayoutEffect(() => {
    const { style } = document.documentElement;
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
    style.colorScheme = isDark ? "dark" : "light";
    for (const [name, value] of Object.entries(cssVariables(tokens))) style.setProperty(name, value);
  }, [isDark, tokens]);

  return (
    <ThemeContext value={{ isDark, tokens }}>
      <ConfigProvider
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
        getPopupContainer={nearestLayer}
        locale={words}
        theme={antdTheme(tokens, isDark ? antd.darkAlgorithm : antd.defaultAlgorithm, FONT[props.language], isPhone)}
      >
        {props.children}
      </ConfigProvider>
    </ThemeContext>
  );
}
