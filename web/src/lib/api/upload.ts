import i18next from "i18next";

import type { File as StoredFile, ProblemDocument } from "@/api/types.gen";

import { csrfHeader } from "./client";
import { ApiProblem } from "./problem";
import { newKey } from "./useCommand";

/** Sends a file and tells how much of it has gone: `fetch` cannot, hence the older interface. */
export function uploadWithProgress(
  file: File,
  onProgress: (ratio: number) => void,
  signal: AbortSignal,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", "/api/v1/files");
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", i18next.language);
    request.setRequestHeader("Idempotency-Key", newKey());
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 201) resolve(request.response as StoredFile);
      else reject(new ApiProblem(request.status, (request.response ?? {}) as Partial<ProblemDocument>));
    });
    request.addEventListener("error", () => reject(new ApiProblem(0, {})));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
