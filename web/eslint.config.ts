import { existsSync, readdirSync } from "node:fs";

import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = existsSync("src/features")
  ? readdirSync("src/features", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  : [];

/** app -> features -> ui, lib, api. Features never import each other; app composes them. */
const zones = [
  ...features.map((feature) => ({
    target: `src/features/${feature}`,
    from: "src/features",
    except: [`./${feature}`],
    message: "Features do not know each other: let app/ pass the component in.",
  })),
  { target: "src/features", from: "src/app", message: "Features do not know the app." },
  { target: "src/ui", from: ["src/app", "src/features", "src/api"], message: "ui/ knows no feature and no server." },
  { target: "src/lib", from: ["src/app", "src/features", "src/ui"], message: "lib/ is the lowest floor." },
];

export default defineConfig(
  { ignores: ["dist", "node_modules", "src/api", "src/lib/i18n/resources.gen.ts"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": "error",
      "max-lines": ["error", { max: 300 }],
      complexity: ["error", 12],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-misused-spread": "off", // splitting Han text by code point is what we mean
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "jsx-a11y/no-autofocus": ["error", { ignoreNonDOM: true }],
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Use the generated client in api/ so that session, language and errors are handled." },
      ],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "dayjs", message: "Dates are shown by lib/dates and ui/TimeAgo." },
            { name: "antd", message: "Only ui/ imports the component library." },
            { name: "react-i18next", importNames: ["Trans"], message: "Write whole sentences." },
          ],
          patterns: [{ group: ["antd/*", "@ant-design/*"], message: "Only ui/ imports the component library." }],
        },
      ],
    },
  },
  {
    files: ["src/ui/**", "src/lib/dates/**"],
    rules: { "no-restricted-imports": "off" },
  },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
);
