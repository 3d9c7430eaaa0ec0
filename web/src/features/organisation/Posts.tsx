import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { deleteGrade, deletePosition, saveGrade, savePosition } from "@/api/sdk.gen";
import type { Post, PostFields } from "@/api/types.gen";
import { useCommand } from "@/lib/api/useCommand";
import { Button } from "@/ui/act/Button";
import { IconButton } from "@/ui/act/IconButton";
import { useTell } from "@/ui/act/Toasts";
import { Input } from "@/ui/controls/Input";
import { NumberInput } from "@/ui/controls/NumberInput";

import styles from "./Organisation.module.css";
import { useRefresh } from "./useOrganisation";

type Kind = "positions" | "grades";

/** Positions or grades: typed in place, saved when one leaves the line. */
export function Posts({ kind, posts }: { kind: Kind; posts: readonly Post[] }) {
  const { t } = useTranslation("organisation");
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className={styles["part"]}>
      <p className={styles["quiet"]}>{t(`posts.${kind}.text`)}</p>
      <table className={styles["posts"]}>
        <thead>
          <tr>
            <th scope="col">{t("posts.name")}</th>
            {kind === "positions" && <th scope="col">{t("fields.nameEn")}</th>}
            <th scope="col">{t(`posts.${kind}.order`)}</th>
            <th scope="col">{t("posts.people")}</th>
            <th scope="col">
              <span className="sr-only">{t("posts.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {posts.map((post) => (
            <Line key={post.key} kind={kind} post={post} />
          ))}
          {isAdding && <Line kind={kind} post={null} onDone={() => setIsAdding(false)} />}
        </tbody>
      </table>
      <div>
        <Button size="sm" icon={Plus} onPress={() => setIsAdding(true)} disabled={isAdding}>
          {t(`posts.${kind}.add`)}
        </Button>
      </div>
    </div>
  );
}

function Line({ kind, post, onDone }: { kind: Kind; post: Post | null; onDone?: () => void }) {
  const { t } = useTranslation("organisation");
  const tell = useTell();
  const refresh = useRefresh();
  const [name, setName] = useState(post?.nameZh ?? "");
  const [nameEn, setNameEn] = useState(post?.nameEn ?? "");
  const [order, setOrder] = useState(post?.order ?? 0);
  const trouble = (problem: { message: string }) => tell({ kind: "trouble", text: problem.message || t("unreachable") });
  const save = useCommand(
    (body: PostFields, headers) => {
      const key = post?.key ?? body.name.trim().replace(/\s+/g, "-");
      return kind === "grades"
        ? saveGrade({ path: { grade_key: key }, body, headers, throwOnError: true })
        : savePosition({ path: { position_key: key }, body, headers, throwOnError: true });
    },
    {
      onDone: () => {
        refresh();
        onDone?.();
      },
      onProblem: trouble,
    },
  );
  const remove = useCommand(
    (key: string, headers) =>
      kind === "grades"
        ? deleteGrade({ path: { grade_key: key }, headers, throwOnError: true })
        : deletePosition({ path: { position_key: key }, headers, throwOnError: true }),
    { onDone: refresh, onProblem: trouble },
  );
  const leave = (given: Partial<PostFields> = {}) => {
    const next = { name: name.trim(), nameEn: nameEn.trim(), order, ...given };
    const isSame = post && next.name === post.nameZh && next.nameEn === post.nameEn && next.order === post.order;
    if (next.name !== "" && !isSame && !save.isPending) save.mutate(next);
  };
  return (
    <tr>
      <td>
        <Input
          aria-label={t("posts.name")}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => leave()}
          onPressEnter={() => leave()}
        />
      </td>
      {kind === "positions" && (
        <td>
          <Input
            aria-label={t("fields.nameEn")}
            maxLength={100}
            value={nameEn}
            onChange={(event) => setNameEn(event.target.value)}
            onBlur={() => leave()}
          />
        </td>
      )}
      <td>
        <NumberInput
          aria-label={t(`posts.${kind}.order`)}
          value={order}
          onChange={(value: number | string | null) => setOrder(Number(value ?? 0))}
          onBlur={() => leave()}
        />
      </td>
      <td className="tnum">{post?.peopleCount ?? 0}</td>
      <td>
        {post && (
          <IconButton
            icon={Trash2}
            label={t("posts.remove", { name: post.name })}
            onPress={() => remove.mutate(post.key)}
          />
        )}
      </td>
    </tr>
  );
}
