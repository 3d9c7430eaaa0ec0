import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ModelView } from "@/features/diagram/ModelView";
import { InstancesPage } from "@/features/operate/Instances.page";
import { MigratePage } from "@/features/operate/Migrate.page";
import { OperatePage } from "@/features/operate/Operate.page";

const list = getRouteApi("/shell/instances");
const one = getRouteApi("/shell/instances/$instanceId");
const moving = getRouteApi("/shell/instances/migrate");

interface LinkProps {
  instanceId: string;
  className?: string | undefined;
  children: ReactNode;
}

const InstanceLink = (props: LinkProps) => (
  <Link to="/instances/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

const RequestLink = (props: LinkProps) => (
  <Link to="/requests/$instanceId" params={{ instanceId: props.instanceId }} className={props.className}>
    {props.children}
  </Link>
);

export function Instances() {
  const navigate = useNavigate();
  const { q = "", process = "", version = "", state = "" } = list.useSearch();
  return (
    <InstancesPage
      filter={{ q, process, version, state }}
      onFilter={(next) =>
        void navigate({
          to: "/instances",
          search: {
            q: next.q || undefined,
            process: next.process || undefined,
            version: next.version || undefined,
            state: next.state || undefined,
          },
          replace: true,
        })
      }
      Link={InstanceLink}
      onOpen={(instanceId) => void navigate({ to: "/instances/$instanceId", params: { instanceId } })}
      onMigrate={(rows) => {
        const first = rows[0];
        if (!first) return;
        const search = { process: first.process.key, from: first.process.versionId, ids: rows.map((row) => row.id).join(",") };
        void navigate({ to: "/instances/migrate", search });
      }}
    />
  );
}

export function Operate() {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { instanceId } = one.useParams();
  return (
    <OperatePage
      key={instanceId}
      instanceId={instanceId}
      model={ModelView}
      Link={InstanceLink}
      RequestLink={RequestLink}
      parent={t("page.instances")}
      onBack={() => void navigate({ to: "/instances" })}
      onMigrate={(view) =>
        void navigate({
          to: "/instances/migrate",
          search: { process: view.process.key, from: view.process.versionId, ids: view.id },
        })
      }
    />
  );
}

export function Migrate() {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  const { process = "", from = "", ids = "" } = moving.useSearch();
  return (
    <MigratePage
      processKey={process}
      fromVersionId={from}
      instanceIds={ids.split(",").filter(Boolean)}
      model={ModelView}
      Link={InstanceLink}
      parent={t("page.instances")}
      onBack={() => void navigate({ to: "/instances", search: { process, version: from } })}
    />
  );
}
