import { useNavigate, useSearch } from "@tanstack/react-router";

import { HandoverPage } from "@/features/handover/Handover.page";
import { OrganisationPage } from "@/features/organisation/Organisation.page";
import { PermissionsPage } from "@/features/permissions/Permissions.page";

export function Organisation() {
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/organization" });
  return (
    <OrganisationPage
      search={search}
      onSearch={(next) => void navigate({ to: "/organization", search: next, replace: true })}
      onHandOver={(person) => void navigate({ to: "/handover", search: { person: person ?? undefined } })}
    />
  );
}

export function Permissions() {
  const navigate = useNavigate();
  const { role } = useSearch({ from: "/shell/permissions" });
  return (
    <PermissionsPage
      role={role ?? ""}
      onRole={(next) => void navigate({ to: "/permissions", search: { role: next }, replace: true })}
    />
  );
}

export function Handover() {
  const navigate = useNavigate();
  const { person } = useSearch({ from: "/shell/handover" });
  return (
    <HandoverPage
      person={person ?? ""}
      onPerson={(next) => void navigate({ to: "/handover", search: { person: next || undefined }, replace: true })}
      onBack={() => void navigate({ to: "/organization", search: {} })}
    />
  );
}
