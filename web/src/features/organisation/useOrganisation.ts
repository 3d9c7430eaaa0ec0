import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";

import { listStaff, readLdap, readOrganisation, readPersonAccess, readStaff, readStandingIn, readUnitUses } from "@/api/sdk.gen";

export function useOrganisation() {
  return useQuery({
    queryKey: ["organisation", "tree"],
    queryFn: async ({ signal }) => (await readOrganisation({ signal, throwOnError: true })).data,
  });
}

/** The directory that people may be imported from; nothing where none is set. */
export function useLdap() {
  const query = useQuery({
    queryKey: ["organisation", "ldap"],
    queryFn: async ({ signal }) => (await readLdap({ signal, throwOnError: true })).data.directory,
    staleTime: Infinity,
  });
  return query.data ?? null;
}

export interface StaffFilter {
  department: string;
  below: boolean;
  q: string;
  left: boolean;
}

export function useStaffList(filter: StaffFilter) {
  return useInfiniteQuery({
    queryKey: ["organisation", "people", filter],
    queryFn: async ({ signal, pageParam }) =>
      (await listStaff({ query: { ...filter, cursor: pageParam }, signal, throwOnError: true })).data,
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export function useStaff(id: string) {
  return useQuery({
    queryKey: ["organisation", "person", id],
    queryFn: async ({ signal }) => (await readStaff({ path: { person_id: id }, signal, throwOnError: true })).data,
  });
}

export function useUses(id: string) {
  return useQuery({
    queryKey: ["organisation", "uses", id],
    queryFn: async ({ signal }) => (await readUnitUses({ path: { department_id: id }, signal, throwOnError: true })).data,
  });
}

export function useAccess(id: string, isOn: boolean) {
  return useQuery({
    queryKey: ["organisation", "access", id],
    enabled: isOn,
    queryFn: async ({ signal }) => (await readPersonAccess({ path: { person_id: id }, signal, throwOnError: true })).data,
  });
}

export function useStandingIn(id: string, isOn: boolean) {
  return useQuery({
    queryKey: ["deputies", id],
    enabled: isOn,
    queryFn: async ({ signal }) => (await readStandingIn({ query: { person: id }, signal, throwOnError: true })).data,
  });
}

/** After a change everything about the organisation is asked for anew. */
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: ["organisation"] });
    void queries.invalidateQueries({ queryKey: ["people"] });
    void queries.invalidateQueries({ queryKey: ["permissions"] });
  };
}
