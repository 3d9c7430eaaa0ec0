import type { Organisation, Unit } from "@/api/types.gen";
import { DetailSkeleton } from "@/ui/states/Skeleton";

import type { Panel } from "./model";
import { PersonPanel } from "./PersonPanel";
import { StaffForm } from "./StaffForm";
import { UnitForm } from "./UnitForm";
import { useStaff } from "./useOrganisation";

interface Props {
  panel: Panel;
  /** The department that is chosen: where a new person would be. */
  unit: Unit;
  organisation: Organisation;
  onPanel: (panel: Panel | null) => void;
  onHandOver: (personId: string | null) => void;
}

/** Who or what is open at the right, read or edited. */
export function PanelBody({ panel, unit, organisation, onPanel, onHandOver }: Props) {
  switch (panel.kind) {
    case "person":
      return (
        <PersonPanel
          key={panel.id}
          id={panel.id}
          onEdit={() => onPanel({ kind: "editPerson", id: panel.id })}
          onClose={() => onPanel(null)}
          onHandOver={onHandOver}
        />
      );
    case "editPerson":
      return <EditPerson id={panel.id} organisation={organisation} onPanel={onPanel} />;
    case "newPerson":
      return (
        <StaffForm
          organisation={organisation}
          detail={null}
          departmentId={unit.id}
          onDone={(id) => onPanel({ kind: "person", id })}
          onCancel={() => onPanel(null)}
        />
      );
    case "unit":
      return (
        <UnitForm
          key={panel.id}
          organisation={organisation}
          unit={organisation.departments.find((one) => one.id === panel.id) ?? null}
          parentId={null}
          onDone={() => onPanel(null)}
          onCancel={() => onPanel(null)}
        />
      );
    case "newUnit":
      return (
        <UnitForm
          organisation={organisation}
          unit={null}
          parentId={panel.parentId}
          onDone={() => onPanel(null)}
          onCancel={() => onPanel(null)}
        />
      );
  }
}

function EditPerson(props: { id: string; organisation: Organisation; onPanel: (panel: Panel | null) => void }) {
  const { data } = useStaff(props.id);
  if (!data) return <DetailSkeleton />;
  const back = () => props.onPanel({ kind: "person", id: props.id });
  return (
    <StaffForm organisation={props.organisation} detail={data} departmentId={data.person.departmentId} onDone={back} onCancel={back} />
  );
}
