import { ArrowRightLeft, CircleCheck, Ellipsis, KeyRound, LogOut, Pencil, RotateCcw, ShieldOff, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { reactivateStaff, resetPassword, resetSecondFactor } from "@/api/sdk.gen";
import type { InitialPassword, StaffDetail } from "@/api/types.gen";
import { asProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { Menu, type MenuItem } from "@/ui/act/Menu";
import { useTell } from "@/ui/act/Toasts";
import { cx } from "@/ui/cx";
import { Tabs } from "@/ui/frame/Tabs";
import { Icon } from "@/ui/Icon";
import { DetailSkeleton } from "@/ui/states/Skeleton";
import { ErrorState } from "@/ui/states/State";
import { Avatar } from "@/ui/text/Person";

import { AccessTab } from "./AccessTab";
import { FirstPassword } from "./FirstPassword";
import { LeaveSheet } from "./LeaveSheet";
import styles from "./Organisation.module.css";
import { ProfileTab } from "./ProfileTab";
import { StandingInTab } from "./StandingInTab";
import { TransferSheet } from "./TransferSheet";
import { useRefresh, useStaff } from "./useOrganisation";

type Sheet = "transfer" | "leave" | null;

interface Props {
  id: string;
  onEdit: () => void;
  onClose: () => void;
  onHandOver: (id: string) => void;
}

/** A person: what they may do and why, who stands in for them, who they are. */
export function PersonPanel({ id, onEdit, onClose, onHandOver }: Props) {
  const { t } = useTranslation("organisation");
  const [tab, setTab] = useState("access");
  const [sheet, setSheet] = useState<Sheet>(null);
  const [password, setPassword] = useState<InitialPassword | null>(null);
  const query = useStaff(id);
  const detail = query.data;
  if (query.isError) {
    const problem = asProblem(query.error);
    return <ErrorState title={problem.message || t("unreachable")} code={problem.code} onRetry={() => void query.refetch()} />;
  }
  if (!detail) return <DetailSkeleton />;
  return (
    <>
      <PanelHead
        detail={detail}
        onEdit={onEdit}
        onClose={onClose}
        onSheet={setSheet}
        onPassword={setPassword}
        onHandOver={() => onHandOver(id)}
      />
      <Tabs
        label={detail.person.name}
        current={tab}
        onChange={setTab}
        panelClassName={styles["panelBody"]}
        tabs={[
          { key: "access", label: t("panel.access"), content: <AccessTab id={id} name={detail.person.name} /> },
          { key: "deputies", label: t("panel.deputies"), content: <StandingInTab id={id} /> },
          { key: "profile", label: t("panel.profile"), content: <ProfileTab detail={detail} /> },
        ]}
      />
      {sheet === "transfer" && <TransferSheet detail={detail} onClose={() => setSheet(null)} />}
      {sheet === "leave" && (
        <LeaveSheet detail={detail} onClose={() => setSheet(null)} onHandOver={() => onHandOver(id)} />
      )}
      {password && <FirstPassword given={password} name={detail.person.name} onClose={() => setPassword(null)} />}
    </>
  );
}

function PanelHead(props: {
  detail: StaffDetail;
  onEdit: () => void;
  onClose: () => void;
  onSheet: (sheet: Sheet) => void;
  onPassword: (given: InitialPassword) => void;
  onHandOver: () => void;
}) {
  const { t } = useTranslation("organisation");
  const { person } = props.detail;
  const items = usePersonActions(props);
  return (
    <div className={styles["panelHead"]}>
      <Avatar person={person} size={40} />
      <div className={styles["panelWho"]}>
        <div className={styles["panelName"]}>
          {person.name}
          <span className={cx(styles["state"], person.isActive ? styles["good"] : styles["over"])}>
            <Icon of={person.isActive ? CircleCheck : LogOut} size={14} />
            {person.isActive ? t("panel.active") : t("panel.left")}
          </span>
        </div>
        <div className={styles["quiet"]}>
          {[person.position, person.grade, t("panel.number", { number: person.no })].filter(Boolean).join(" · ")}
        </div>
      </div>
      <Button size="sm" icon={Pencil} onPress={props.onEdit}>
        {t("panel.edit")}
      </Button>
      <Menu items={items}>
        <span>
          <IconButton icon={Ellipsis} label={t("panel.more")} aria-haspopup="menu" />
        </span>
      </Menu>
      <IconButton icon={X} label={t("panel.close")} onPress={props.onClose} />
    </div>
  );
}

/** Everything that can be done to a person beside editing them. */
function usePersonActions(props: {
  detail: StaffDetail;
  onSheet: (sheet: Sheet) => void;
  onPassword: (given: InitialPassword) => void;
  onHandOver: () => void;
}): MenuItem[] {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const { person, hasSecondFactor } = props.detail;
  const path = { person_id: person.id };
  const onProblem = (problem: { message: string }) => tell({ kind: "trouble", text: problem.message || t("unreachable") });
  const password = useCommand((_: null, headers) => resetPassword({ path, headers, throwOnError: true }), {
    onDone: props.onPassword,
    onProblem,
  });
  const factor = useCommand((_: null, headers) => resetSecondFactor({ path, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      tell({ text: t("panel.factorReset", { name: person.name }) });
    },
    onProblem,
  });
  const back = useCommand((_: null, headers) => reactivateStaff({ path, headers, throwOnError: true }), {
    onDone: () => {
      refresh();
      tell({ text: t("panel.isBack", { name: person.name }) });
    },
    onProblem,
  });
  const handOver: MenuItem = { key: "handover", label: t("panel.handOver"), icon: ArrowRightLeft, onPress: props.onHandOver };
  if (!person.isActive) {
    return [{ key: "back", label: t("panel.reactivate"), icon: RotateCcw, onPress: () => back.mutate(null) }, handOver];
  }
  return [
    { key: "transfer", label: t("panel.transfer"), icon: ArrowRightLeft, onPress: () => props.onSheet("transfer") },
    handOver,
    "divider",
    { key: "password", label: t("panel.password"), icon: KeyRound, onPress: () => password.mutate(null) },
    ...(hasSecondFactor
      ? [{ key: "factor", label: t("panel.resetFactor"), icon: ShieldOff, onPress: () => factor.mutate(null) }]
      : []),
    "divider",
    { key: "leave", label: t("panel.deactivate"), icon: LogOut, isDangerous: true, onPress: () => props.onSheet("leave") },
  ];
}
