import { useDraggable } from "@dnd-kit/core";
import { FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/ui/act/Button";
import { Icon } from "@/ui/Icon";
import { SearchField } from "@/ui/list/SearchField";

import styles from "./builder.module.css";
import { useBuilderScene } from "./builderScene";
import { type Kind, KIND_ICONS, PALETTE } from "./kinds";

/** Everything that can be put on a form: dragged, or pressed to stand after what is chosen. */
export function Palette() {
  const { t } = useTranslation("formBuilder");
  const { onImport } = useBuilderScene();
  const [sought, setSought] = useState("");
  const fits = (kind: Kind) => `${t(`kind.${kind}`)} ${t(`seek.${kind}`)}`.toLowerCase().includes(sought.toLowerCase());
  const groups = PALETTE.map(({ group, kinds }) => ({ group, kinds: kinds.filter(fits) })).filter(({ kinds }) => kinds.length > 0);
  return (
    <nav className={styles.palette} aria-label={t("palette.label")}>
      <SearchField label={t("palette.search")} placeholder={t("palette.search")} value={sought} onChange={setSought} />
      {groups.map(({ group, kinds }) => (
        <section key={group} aria-label={t(`palette.${group}`)}>
          <h2 className={styles.paletteHead}>{t(`palette.${group}`)}</h2>
          <div className={styles.paletteGrid}>
            {kinds.map((kind) => (
              <PaletteItem key={kind} kind={kind} />
            ))}
          </div>
        </section>
      ))}
      {groups.length === 0 && <p className={styles.quiet}>{t("palette.nothing", { sought })}</p>}
      <Button icon={FileSpreadsheet} onPress={onImport} aria-haspopup="dialog" className={styles.importButton ?? ""}>
        {t("import.open")}
      </Button>
    </nav>
  );
}

function PaletteItem({ kind }: { kind: Kind }) {
  const { t } = useTranslation("formBuilder");
  const { builder } = useBuilderScene();
  const label = t(`kind.${kind}`);
  const { setNodeRef, listeners } = useDraggable({ id: `new:${kind}`, data: { kind, label, id: null } });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={styles.paletteItem}
      title={t("palette.hint", { kind: label })}
      onClick={() => builder.add(kind, builder.placeOfClick(kind))}
      {...listeners}
    >
      <Icon of={KIND_ICONS[kind]} />
      <span className="truncate">{label}</span>
    </button>
  );
}
