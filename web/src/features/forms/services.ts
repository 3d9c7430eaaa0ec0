/** What a form needs from outside to be filled in. The app passes the server's; tests pass fakes. */
import { createContext, use } from "react";

import type { StoredFile } from "@/lib/forms/model";

export interface PersonChoice {
  id: string;
  name: string;
  department?: string;
}

export interface DepartmentChoice {
  id: string;
  name: string;
  children?: readonly DepartmentChoice[];
}

export interface FormServices {
  searchPeople: (query: string, signal: AbortSignal) => Promise<readonly PersonChoice[]>;
  findPeople: (ids: readonly string[], signal: AbortSignal) => Promise<readonly PersonChoice[]>;
  listDepartments: (signal: AbortSignal) => Promise<readonly DepartmentChoice[]>;
  /** `onProgress` gets the share that has been sent, 0 to 1. */
  uploadFile: (file: File, onProgress: (ratio: number) => void, signal: AbortSignal) => Promise<StoredFile>;
  findFiles: (ids: readonly string[], signal: AbortSignal) => Promise<readonly StoredFile[]>;
  fileUrl: (id: string) => string;
}

const ServicesContext = createContext<FormServices | null>(null);

export const FormServicesProvider = ServicesContext.Provider;

export function useFormServices(): FormServices {
  const services = use(ServicesContext);
  if (!services) throw new Error("FormView needs a FormServicesProvider above it");
  return services;
}
