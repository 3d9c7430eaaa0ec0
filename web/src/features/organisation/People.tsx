import { ArrowLeft } from "lucide-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Organisation, Unit } from "@/api/types.gen";
import { IconButton } from "@/ui/act/IconButton";
import { Checkbox } from "@/ui/controls/Choice";
import { cx } from "@/ui/cx";
import { useIsNarrow } from "@/ui/frame/useWidth";
import { SearchField } from "@/ui/list/SearchField";

import { CloseSheet } from "./CloseSheet";
import { DepartmentPicker } from "./DepartmentPicker";
import { DepartmentTree } from "./DepartmentTree";
import { type OrganisationSearch, type Panel } from "./model";
import { MoveSheet } from "./MoveSheet";
import styles from "./Organisation.module.css";
import { PanelBody } from "./PanelBody";
import { StaffTable } from "./StaffTable";
import { UnitForm } from "./UnitForm";
import { UnitHead } from "./UnitHead";
import { useStaffList } from "./useOrganisation";
import { Uses } from "./Uses";

interface Props {
  organisation: Organisation;
  search: OrganisationSearch;
  onSearch: (given: OrganisationSearch) => void;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
  onHandOver: (personId: string | null) => void;
}

/** The tree, the people of the chosen department, and the one who is open. */
export function People(props: Props) {
  const { organisation, search, panel, onPanel } = props;
  const { t } = useTranslation("organisation");
  const isNarrow = useIsNarrow();
  const [moving, setMoving] = useState<{ unit: Unit; parentId: string | null } | null>(null);
  const first = organisation.departments[0];
  const unit = organisation.departments.find((one) => one.id === search.department) ?? first;
  const choose = (id: string) => {
    onPanel(null);
    props.onSearch({ ...search, department: id, q: undefined, person: undefined });
  };
  if (!unit) return <UnitForm organisation={organisation} unit={null} parentId={null} onDone={choose} onCancel={() => undefined} />;
  return (
    <div className={cx(styles["columns"], panel && styles["withPanel"])}>
      {!isNarrow && (
        <div className={styles["side"]}>
          <Search {...props} />
          <DepartmentTree
            units={organisation.departments}
            chosen={unit.id}
            onChoose={choose}
            onMove={(moved, parent) => setMoving({ unit: moved, parentId: parent.id })}
          />
        </div>
      )}
      {!(isNarrow && panel) && (
        <div className={styles["middle"]}>
          {isNarrow && (
            <div className={styles["narrowHead"]}>
              <DepartmentPicker label={t("departments")} units={organisation.departments} value={unit.id} onChange={choose} />
              <Search {...props} />
            </div>
          )}
          <Middle key={unit.id} unit={unit} onMove={() => setMoving({ unit, parentId: null })} onGone={choose} {...props} />
        </div>
      )}
      {panel && (
        <aside className={styles["panel"]} aria-label={t("panel.label")}>
          {isNarrow && <IconButton icon={ArrowLeft} label={t("panel.back")} onPress={() => onPanel(null)} />}
          <PanelBody {...props} panel={panel} unit={unit} />
        </aside>
      )}
      {moving && (
        <MoveSheet organisation={organisation} unit={moving.unit} parentId={moving.parentId} onClose={() => setMoving(null)} />
      )}
    </div>
  );
}

/** People by name everywhere. */
function Search({ search, onSearch }: Props) {
  const { t } = useTranslation("organisation");
  const find = useCallback(
    (q: string) => onSearch({ ...search, q: q || undefined }),
    [search, onSearch],
  );
  return <SearchField label={t("search")} placeholder={t("search")} value={search.q ?? ""} onChange={find} shortcut="/" />;
}

/** The chosen department and its people, or what a search has found. */
function Middle(props: Props & { unit: Unit; onMove: () => void; onGone: (next: string) => void }) {
  const { unit, organisation, search, onPanel } = props;
  const [isClosing, setIsClosing] = useState(false);
  return (
    <>
      {!search.q && (
        <UnitHead
          organisation={organisation}
          unit={unit}
          onEdit={() => onPanel({ kind: "unit", id: unit.id })}
          onAddBelow={() => onPanel({ kind: "newUnit", parentId: unit.id })}
          onMove={props.onMove}
          onClose={() => setIsClosing(true)}
        />
      )}
      <StaffOf {...props} />
      {isClosing && (
        <CloseSheet unit={unit} onClose={() => setIsClosing(false)} onClosed={() => props.onGone(unit.parentId ?? "")} />
      )}
    </>
  );
}

function StaffOf({ unit, search, panel, onPanel }: Props & { unit: Unit }) {
  const { t } = useTranslation("organisation");
  const [isBelow, setIsBelow] = useState(unit.parentId === null);
  const [isLeft, setIsLeft] = useState(false);
  const query = useStaffList({ department: search.q ? "" : unit.id, below: isBelow, q: search.q ?? "", left: isLeft });
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <>
      <div className={styles["bar"]}>
        <span>{search.q ? t("people.found", { count: total, q: search.q }) : t("people.count", { count: total })}</span>
        <span className={styles["ticks"]}>
          {!search.q && (
            <Checkbox checked={isBelow} onChange={(event) => setIsBelow(event.target.checked)}>
              {t("people.below")}
            </Checkbox>
          )}
          <Checkbox checked={isLeft} onChange={(event) => setIsLeft(event.target.checked)}>
            {t("people.left")}
          </Checkbox>
        </span>
      </div>
      <StaffTable
        query={query}
        chosen={panel?.kind === "person" ? panel.id : undefined}
        onChoose={(id) => onPanel({ kind: "person", id })}
      />
      {!search.q && (
        <div className={styles["uses"]}>
          <Uses id={unit.id} />
        </div>
      )}
    </>
  );
}
