import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { AccountPage } from "@/features/account/Account.page";
import { DeputiesPage } from "@/features/deputies/Deputies.page";
import { ChoicesPage } from "@/features/notices/Choices.page";
import { NoticesPage } from "@/features/notices/Notices.page";

import { useLayers } from "../shell/layers";
import { useSignOut } from "../shell/PersonMenu";

export function Account() {
  const signOut = useSignOut();
  const { report } = useLayers();
  const navigate = useNavigate();
  const { t } = useTranslation("app");
  const ways = [
    { label: t("page.search"), onPress: () => void navigate({ to: "/search" }) },
    { label: t("page.choices"), onPress: () => void navigate({ to: "/notices/settings" }) },
    { label: t("page.background"), onPress: () => void navigate({ to: "/background" }) },
    { label: t("page.deputies"), onPress: () => void navigate({ to: "/deputies", search: {} }) },
  ];
  return <AccountPage onSignOut={() => void signOut()} onReport={report} ways={ways} />;
}

export function NoticeChoices() {
  const navigate = useNavigate();
  return <ChoicesPage onBack={() => void navigate({ to: "/notices" })} />;
}

export function Notices() {
  const navigate = useNavigate();
  return (
    <NoticesPage
      onSettings={() => void navigate({ to: "/notices/settings" })}
      onBackground={() => void navigate({ to: "/background" })}
      onItem={(itemId) => void navigate({ to: "/todo/$itemId", params: { itemId } })}
      onInstance={(instanceId) => void navigate({ to: "/requests/$instanceId", params: { instanceId } })}
    />
  );
}

export function Deputies() {
  const navigate = useNavigate();
  const { person } = useSearch({ from: "/shell/deputies" });
  return (
    <DeputiesPage
      person={person ?? ""}
      onPerson={(next) => void navigate({ to: "/deputies", search: { person: next || undefined }, replace: true })}
    />
  );
}
