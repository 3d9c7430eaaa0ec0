import type { FieldProblem, ProblemDocument } from "@/api/types.gen";

/** What the server answered instead of success, or that it could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly problems: FieldProblem[];
  /** The id under which the server's log knows it. */
  readonly logId: string | null;

  constructor(status: number, document: Partial<ProblemDocument>) {
    super(document.detail ?? document.title ?? "");
    this.name = "ApiProblem";
    this.status = status;
    this.code = document.code ?? (status === 0 ? "web.server.unreachable" : "web.answer.unreadable");
    this.params = document.params ?? {};
    this.problems = document.problems ?? [];
    this.logId = document.instance ?? null;
    lastId = this.logId ?? lastId;
  }

  /** The server or the way to it is away; the same request may be repeated with the same key. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

let lastId: string | null = null;

/** The id under which the server's log knows the last problem that this page has met; for reports of problems. */
export const lastProblemId = (): string | null => lastId;

export function asProblem(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause;
  return new ApiProblem(0, { detail: cause instanceof Error ? cause.message : String(cause) });
}
