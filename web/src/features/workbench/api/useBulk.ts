import { useQueryClient } from "@tanstack/react-query";

import { decideItems } from "@/api/sdk.gen";
import type { BulkDecision, BulkReport } from "@/api/types.gen";
import type { ApiProblem } from "@/lib/api/problem";
import { useCommand } from "@/lib/api/useCommand";

/** Decides several items, each on its own; then the lists are read anew before anybody hears how it went. */
export function useBulk(options: {
  onDone: (report: BulkReport, decision: BulkDecision) => void;
  onProblem: (problem: ApiProblem) => void;
}) {
  const queries = useQueryClient();
  return useCommand((body: BulkDecision, headers) => decideItems({ body, headers, throwOnError: true }), {
    onDone: (report, decision) => {
      const topics = ["items", "item", "instances", "instance"];
      void Promise.all(topics.map((topic) => queries.invalidateQueries({ queryKey: [topic] }))).then(() =>
        options.onDone(report, decision),
      );
    },
    onProblem: options.onProblem,
  });
}
