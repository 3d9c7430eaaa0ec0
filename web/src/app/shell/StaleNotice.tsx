import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/lib/session/SessionContext";
import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";

/** This tab is old: the product was updated, or somebody else signed in beside it. It says so and waits. */
export function StaleNotice() {
  const { t } = useTranslation("app");
  const { person } = useSession();
  const [first] = useState(person);
  const [isOld, setIsOld] = useState(false);

  useEffect(() => {
    const onMissingPart = (event: Event) => {
      event.preventDefault();
      setIsOld(true);
    };
    window.addEventListener("vite:preloadError", onMissingPart);
    return () => window.removeEventListener("vite:preloadError", onMissingPart);
  }, []);

  const isOther = person.id !== first.id;
  if (!isOld && !isOther) return null;
  return (
    <div style={{ padding: 12 }}>
      <Notice
        tone="amber"
        isAlert
        mark={<Icon of={RefreshCw} />}
        title={isOther ? t("stale.person", { name: person.name, before: first.name }) : t("stale.version")}
        actions={
          <Button kind="link" size="sm" onPress={() => window.location.reload()}>
            {t("stale.reload")}
          </Button>
        }
      />
    </div>
  );
}
