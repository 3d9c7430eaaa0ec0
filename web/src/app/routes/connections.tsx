import { useNavigate, useSearch } from "@tanstack/react-router";

import { ConnectionsPage } from "@/features/connections/Connections.page";

export function Connections() {
  const navigate = useNavigate();
  const { key } = useSearch({ from: "/shell/connections" });
  return (
    <ConnectionsPage
      connection={key ?? ""}
      onConnection={(next) => void navigate({ to: "/connections", search: { key: next || undefined } })}
    />
  );
}
