import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, useCallback } from "react";
import { useTranslation } from "react-i18next";

import { ItemPage } from "@/features/items/Item.page";
import { ItemView } from "@/features/items/ItemView";
import { type Box, filterOf, type WorkbenchSearch } from "@/features/workbench/model";
import { WorkbenchPage } from "@/features/workbench/Workbench.page";

const todo = getRouteApi("/shell/todo");
const todoItem = getRouteApi("/shell/todo/$itemId");
const done = getRouteApi("/shell/done");
const doneItem = getRouteApi("/shell/done/$itemId");
const cc = getRouteApi("/shell/cc");
const ccItem = getRouteApi("/shell/cc/$itemId");

const Form = lazy(() => import("@/app/slots/Form").then((module) => ({ default: module.Form })));
const DiagramView = lazy(() =>
  import("@/features/diagram/DiagramView").then((module) => ({ default: module.DiagramView })),
);

/** A list of items with the chosen one beside it. */
function BoxPage({ box, search }: { box: Box; search: WorkbenchSearch }) {
  const navigate = useNavigate();
  const onSearch = useCallback(
    (patch: WorkbenchSearch) => {
      const isFilter = !("item" in patch);
      void navigate({
        to: `/${box}`,
        search: (before: WorkbenchSearch) => ({ ...before, ...(isFilter && { item: undefined }), ...patch }),
        replace: !("item" in patch) || !search.item,
      });
    },
    [navigate, box, search.item],
  );
  const openPage = (itemId: string) => void navigate({ to: `/${box}/$itemId`, params: { itemId }, search });
  return (
    <WorkbenchPage
      box={box}
      search={search}
      onSearch={onSearch}
      onOpenPage={openPage}
      onMine={() => void navigate({ to: "/mine" })}
      detail={({ itemId, filter, onShow }) => (
        <ItemView itemId={itemId} filter={filter} form={Form} onShow={onShow} onOpenPage={() => openPage(itemId)} />
      )}
    />
  );
}

/** One item as a page; back leads to the list as it was. */
function BoxItemPage({ box, search, itemId }: { box: Box; search: WorkbenchSearch; itemId: string }) {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  return (
    <ItemPage
      itemId={itemId}
      filter={filterOf(box, search)}
      form={Form}
      diagram={DiagramView}
      parent={t(`page.${box}`)}
      onBack={() => void navigate({ to: `/${box}`, search: { ...search, item: itemId } })}
      onShow={(next) => void navigate({ to: `/${box}/$itemId`, params: { itemId: next }, search, replace: true })}
    />
  );
}

export const Todo = () => <BoxPage box="todo" search={todo.useSearch()} />;
export const Done = () => <BoxPage box="done" search={done.useSearch()} />;
export const Copied = () => <BoxPage box="cc" search={cc.useSearch()} />;
export const TodoItem = () => <BoxItemPage box="todo" search={todoItem.useSearch()} itemId={todoItem.useParams().itemId} />;
export const DoneItem = () => <BoxItemPage box="done" search={doneItem.useSearch()} itemId={doneItem.useParams().itemId} />;
export const CopiedItem = () => <BoxItemPage box="cc" search={ccItem.useSearch()} itemId={ccItem.useParams().itemId} />;
