import { listDepartments, listPeople, readFile } from "@/api/sdk.gen";
import type { Department, File as StoredFileView, Person } from "@/api/types.gen";
import type { DepartmentChoice, FormServices, PersonChoice } from "@/features/forms/services";
import { uploadWithProgress } from "@/lib/api/upload";

const FOUND = 20;

const choice = (person: Person): PersonChoice => ({
  id: person.id,
  name: person.name,
  ...(person.department && { department: person.department }),
});

function tree(departments: readonly Department[], parentId: string | null): DepartmentChoice[] {
  return departments
    .filter((department) => department.parentId === parentId)
    .map(({ id, name }) => {
      const children = tree(departments, id);
      return { id, name, ...(children.length > 0 && { children }) };
    });
}

const stored = ({ id, name, sizeBytes, mediaType }: StoredFileView) => ({ id, name, size: sizeBytes, mediaType });

/** What a form asks of the server while it is filled in. */
export const formServices: FormServices = {
  searchPeople: async (q, signal) =>
    (await listPeople({ query: { q, limit: FOUND }, signal, throwOnError: true })).data.items.map(choice),
  findPeople: async (ids, signal) =>
    (await listPeople({ query: { ids: ids.join(",") }, signal, throwOnError: true })).data.items.map(choice),
  listDepartments: async (signal) => {
    const { items } = (await listDepartments({ signal, throwOnError: true })).data;
    return tree(items, null);
  },
  uploadFile: async (file, onProgress, signal) => stored(await uploadWithProgress(file, onProgress, signal)),
  findFiles: (ids, signal) =>
    Promise.all(
      ids.map(async (id) => stored((await readFile({ path: { file_id: id }, signal, throwOnError: true })).data)),
    ),
  fileUrl: (id) => `/api/v1/files/${encodeURIComponent(id)}`,
};
