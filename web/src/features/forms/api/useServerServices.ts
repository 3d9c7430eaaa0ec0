/** The server's people, departments and files for a form. */
import { useMemo } from "react";

import { listDepartments, listPeople, readFile } from "@/api/sdk.gen";
import type { Department, File as FileFacts, Person } from "@/api/types.gen";
import { ApiProblem } from "@/lib/api/problem";
import { newKey } from "@/lib/api/useCommand";
import { useSession } from "@/lib/session/SessionContext";

import type { StoredFile } from "../model";
import type { DepartmentChoice, FormServices, PersonChoice } from "../services";

const FILES = "/api/v1/files";
const FOUND = 20;

export function useServerServices(): FormServices {
  const { csrfToken } = useSession();
  return useMemo(
    () => ({
      searchPeople: async (q, signal) => {
        const { data } = await listPeople({ query: { q, limit: FOUND }, signal, throwOnError: true });
        return data.items.map(personChoice);
      },
      findPeople: async (ids, signal) => {
        const { data } = await listPeople({ query: { ids: ids.join(","), limit: 100 }, signal, throwOnError: true });
        return data.items.map(personChoice);
      },
      listDepartments: async (signal) => treeOf((await listDepartments({ signal, throwOnError: true })).data.items),
      findFiles: async (ids, signal) => {
        const found = ids.map((id) => readFile({ path: { file_id: id }, signal, throwOnError: true }));
        return (await Promise.all(found)).map(({ data }) => storedFile(data));
      },
      uploadFile: (file, onProgress, signal) => upload(file, { onProgress, signal, csrfToken }),
      fileUrl: (id) => `${FILES}/${encodeURIComponent(id)}`,
    }),
    [csrfToken],
  );
}

function personChoice({ id, name, department }: Person): PersonChoice {
  return { id, name, ...(department && { department }) };
}

function storedFile({ id, name, sizeBytes, mediaType }: FileFacts): StoredFile {
  return { id, name, size: sizeBytes, mediaType };
}

function treeOf(departments: readonly Department[], parentId: string | null = null): DepartmentChoice[] {
  return departments
    .filter((department) => department.parentId === parentId)
    .map(({ id, name }) => ({ id, name, children: treeOf(departments, id) }));
}

interface Upload {
  onProgress: (ratio: number) => void;
  signal: AbortSignal;
  csrfToken: string;
}

/** `fetch` cannot say how much has been sent; the older way can. */
function upload(file: File, { onProgress, signal, csrfToken }: Upload): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", FILES);
    request.setRequestHeader("X-CSRF-Token", csrfToken);
    request.setRequestHeader("Idempotency-Key", newKey());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(storedFile(request.response as FileFacts));
      else reject(new ApiProblem(request.status, (request.response as object | null) ?? {}));
    });
    request.addEventListener("error", () => reject(new ApiProblem(0, {})));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
