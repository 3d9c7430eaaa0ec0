import type { ThemeConfig } from "antd";

import type { Tokens } from "./tokens";

type Algorithm = Extract<NonNullable<ThemeConfig["algorithm"]>, (...parameters: never[]) => unknown>;

/** antd derives its own shades and darkens the brand in dark mode: pin ours after its algorithm. */
function pin(k: Tokens): Algorithm {
  return (_seed, map) => ({
    ...(map as NonNullable<typeof map>),
    colorPrimary: k.brand,
    colorPrimaryHover: k.brandHover,
    colorPrimaryActive: k.brandHover,
    colorPrimaryBg: k.brandTint,
    colorPrimaryBgHover: k.brandTint,
    colorPrimaryBorder: k.brandLine,
    colorPrimaryText: k.brandText,
    colorLink: k.brandText,
    colorInfo: k.brand,
    colorSuccess: k.green,
    colorWarning: k.amberFill,
    colorError: k.redFill,
    colorErrorText: k.red,
    colorBgLayout: k.canvas,
    colorBgContainer: k.surface,
    colorBgElevated: k.raised,
    colorBorder: k.lineStrong,
    colorBorderSecondary: k.line,
    colorText: k.text,
    colorTextSecondary: k.text2,
    colorTextTertiary: k.text3,
  });
}

/** The tokens in the words of antd. */
export function antdTheme(k: Tokens, algorithm: Algorithm, fontFamily: string, isPhone: boolean): ThemeConfig {
  const bordered = { colorBorder: k.control };
  return {
    algorithm: [algorithm, pin(k)],
    token: {
      colorTextPlaceholder: k.text3,
      colorTextDescription: k.text3,
      colorTextLightSolid: k.onBrand,
      fontFamily,
      fontSize: isPhone ? 16 : 14, // below 16 px a phone zooms into a field that gets the cursor
      lineHeight: isPhone ? 24 / 16 : 22 / 14,
      borderRadius: 6,
      borderRadiusLG: 8,
      borderRadiusSM: 4,
      controlHeight: isPhone ? 44 : 32,
      controlHeightSM: 26,
      controlHeightLG: isPhone ? 48 : 40,
      boxShadow: k.shadow2,
      boxShadowSecondary: k.shadow2,
      motionDurationMid: "0.14s",
      motionDurationSlow: "0.2s",
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500, paddingInline: 14 },
      Table: {
        headerBg: k.surface,
        headerColor: k.text3,
        headerSplitColor: "transparent",
        cellPaddingBlock: 9,
        cellPaddingInline: 12,
        rowHoverBg: k.hover,
        cellFontSize: 13,
      },
      Segmented: { trackBg: k.slateTint, itemSelectedBg: k.surface },
      Tabs: { horizontalItemPadding: "10px 0", horizontalItemGutter: 24 },
      Tooltip: { colorBgSpotlight: "#1D2A2D", colorTextLightSolid: "#E7EDEE" },
      Input: bordered,
      Select: bordered,
      InputNumber: bordered,
      DatePicker: bordered,
      Checkbox: bordered,
      Radio: bordered,
    },
  };
}
