import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const server = process.env["DUJIANG_URL"] ?? `http://127.0.0.1:${process.env["DUJIANG_PORT"] ?? "8000"}`;

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) },
    // One Preact for the diagrams and one React for us: two of either crash.
    dedupe: ["preact", "react", "react-dom"],
  },
  build: {
    outDir: "dist",
    manifest: true, // read by scripts/budget.ts
    target: "es2023",
    rolldownOptions: {
      output: {
        // Few requests for what every page needs; heavy controls, designers and diagrams stay apart.
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack)\// },
            { name: "icons", test: /node_modules\/lucide-react\// },
            { name: "ui", test: /\/src\/(ui\/(?!controls|command)|lib\/(?!feel|bpmn|testing)|api\/)/ },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1000, // the budget of what people wait for is checked, lazy designers are not
  },
  server: { proxy: { "/api": { target: server } } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/lib/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
