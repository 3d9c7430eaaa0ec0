import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "@/app/App";
import { startClient } from "@/lib/api/client";
import { startI18n } from "@/lib/i18n/i18n";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

startClient();
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
