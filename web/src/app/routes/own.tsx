import { useNavigate } from "@tanstack/react-router";

import { AccountPage } from "@/features/account/Account.page";
import { NoticesPage } from "@/features/notices/Notices.page";

import { useSignOut } from "../shell/PersonMenu";

export function Account() {
  const signOut = useSignOut();
  return <AccountPage onSignOut={() => void signOut()} />;
}

export function Notices() {
  const navigate = useNavigate();
  return (
    <NoticesPage
      onItem={(itemId) => void navigate({ to: "/todo/$itemId", params: { itemId } })}
      onInstance={(instanceId) => void navigate({ to: "/requests/$instanceId", params: { instanceId } })}
    />
  );
}
