import { useTranslation } from "react-i18next";

import type { ItemFacts } from "@/api/types.gen";
import { Input } from "@/ui/controls/Input";
import { SignatureField } from "@/ui/controls/SignatureField";

import styles from "./Item.module.css";

/** What a step wants beside the opinion: a signature, a code of the authenticator. */
export interface ProofGiven {
  signature: string;
  code: string;
}

export const NO_PROOF: ProofGiven = { signature: "", code: "" };

type Asked = Pick<ItemFacts, "signature" | "needsCode">;

export const isProven = (asked: Asked, given: ProofGiven): boolean =>
  (asked.signature === "none" || given.signature.trim() !== "") && (!asked.needsCode || given.code.trim() !== "");

export function Proof(props: { asked: Asked; given: ProofGiven; name: string; onChange: (given: ProofGiven) => void }) {
  const { t } = useTranslation("items");
  const { asked, given, onChange } = props;
  return (
    <>
      {asked.signature === "drawn" && (
        <SignatureField label={t("proof.draw")} onChange={(signature) => onChange({ ...given, signature })} />
      )}
      {asked.signature === "typed" && (
        <label className={styles["fill"]}>
          <span className={styles["label"]}>{t("proof.type", { name: props.name })}</span>
          <Input value={given.signature} autoComplete="off" onChange={(event) => onChange({ ...given, signature: event.target.value })} />
        </label>
      )}
      {asked.needsCode && (
        <label className={styles["fill"]}>
          <span className={styles["label"]}>{t("proof.code")}</span>
          <Input
            value={given.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            onChange={(event) => onChange({ ...given, code: event.target.value })}
          />
        </label>
      )}
    </>
  );
}
