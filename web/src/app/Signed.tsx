import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";

import { useLanguage } from "@/lib/i18n/useLanguage";
import { adopt } from "@/lib/session/preferences";
import { useSession } from "@/lib/session/SessionContext";

import { createAppRouter } from "./router";

/** The product of somebody who is signed in, in their language and theme. */
export function Signed() {
  const [router] = useState(createAppRouter);
  const session = useSession();
  const language = useLanguage();
  const isAdopted = useRef(false);
  useEffect(() => {
    if (!isAdopted.current) adopt(session, language);
    isAdopted.current = true;
  }, [session, language]);
  return <RouterProvider router={router} />;
}
