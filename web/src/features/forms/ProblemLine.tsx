import { CircleAlert, TriangleAlert } from "lucide-react";

import type { FormProblem } from "@/lib/forms/model";

import styles from "./form.module.css";
import { useScene } from "./scene";
import { useProblemWords } from "./words";

/** What is wrong, in words, with its icon: colour is never alone. */
export function ProblemLine({ problem }: { problem: FormProblem }) {
  const { schema, language } = useScene();
  const words = useProblemWords(schema, language);
  const isError = problem.severity === "error";
  const Icon = isError ? CircleAlert : TriangleAlert;
  return (
    <p className={isError ? styles.error : styles.warning}>
      <Icon size={14} aria-hidden /> {words(problem)}
    </p>
  );
}
