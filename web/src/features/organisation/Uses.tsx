import { Workflow } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Icon } from "@/ui/Icon";
import { Notice } from "@/ui/states/Notice";

import { useUses } from "./useOrganisation";

const NAMED = 3;

/** Which processes find people through this department, and what changing its head does to them. */
export function Uses({ id }: { id: string }) {
  const { t } = useTranslation("organisation");
  const { data } = useUses(id);
  if (!data || data.items.length === 0) return null;
  const names = data.items.slice(0, NAMED).map((one) => one.name);
  return (
    <Notice mark={<Icon of={Workflow} />} title={t("uses.title", { count: data.items.length })}>
      {t(data.items.length > NAMED ? "uses.manyText" : "uses.text", { names: names.join("、") })}
    </Notice>
  );
}
