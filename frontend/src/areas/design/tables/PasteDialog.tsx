import { useState, type ReactElement } from "react";
import type { Pasted } from "../../../engine/design/commands/tables";
import type { TableDoc } from "../../../engine/design/documents";
import { readCell, valueOf } from "../../../engine/design/tables/cells";
import { keepUnread, type PasteRead, type Unread } from "../../../engine/design/tables/paste";
import type { PathInfo } from "../../../engine/model/paths";
import { useSay, useT } from "../../../i18n";
import { Button, Dialog, Field, TextInput } from "../../../kit";

interface PasteDialogProps {
  read: PasteRead;
  table: TableDoc;
  output: PathInfo | null;
  onTake: (rows: readonly Pasted[]) => void;
  onClose: () => void;
}

/** The rows with a text corrected; null while it still cannot be read. */
function corrected(
  rows: readonly Pasted[],
  one: Unread,
  text: string,
  output: PathInfo | null,
): readonly Pasted[] | null {
  const { target } = one;
  const put = (change: (row: Pasted) => Pasted) =>
    rows.map((row, at) => (at === one.row ? change(row) : row));
  if (target.kind === "cell") {
    const read = target.column.info ? readCell(text, target.column.info) : null;
    if (!read || read.problem !== null) return null;
    return put((row) => ({ ...row, cells: { ...row.cells, [target.column.id]: read.rule } }));
  }
  const value = target.kind === "output" && output ? valueOf(text, output) : "type";
  return typeof value === "string" ? null : put((row) => ({ ...row, output: value }));
}

/** What could not be read of a paste: corrected here, or kept in the notes of the rows. */
export function PasteDialog({ read, table, output, onTake, onClose }: PasteDialogProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [texts, setTexts] = useState<readonly string[]>(() => read.unread.map(({ text }) => text));
  const nameOf = ({ target }: Unread): string =>
    target.kind === "cell"
      ? say(target.column.label)
      : t(target.kind === "output" ? "dtable.result" : "dtable.note");
  let rows = read.rows;
  const left: Unread[] = [];
  for (const [index, one] of read.unread.entries()) {
    const text = texts[index] ?? one.text;
    const next = corrected(rows, one, text, output);
    if (next) rows = next;
    else left.push({ ...one, text });
  }
  const words = (one: Unread) => t("dtable.unreadNote", { column: nameOf(one), text: one.text });
  return (
    <Dialog
      title={t("dtable.pasted")}
      size="m"
      sticky
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button
            tone="primary"
            onClick={() => {
              onTake(keepUnread({ rows, unread: left }, table, words));
              onClose();
            }}
          >
            {t("dtable.takePaste", { n: rows.length })}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <p role="status">{left.length > 0 ? t("dtable.unread", { n: left.length }) : t("dtable.allRead")}</p>
        {read.unread.map((one, index) => {
          const open = left.some(({ row, column }) => row === one.row && column === one.column);
          return (
            <Field
              key={`${one.row}-${one.column}`}
              label={t("dtable.unreadAt", { n: one.row + 1, column: nameOf(one) })}
              error={open ? t(`dtable.problem.${one.problem}`) : undefined}
            >
              {(aria) => (
                <TextInput
                  {...aria}
                  value={texts[index] ?? one.text}
                  onChange={(text) => setTexts(texts.map((old, at) => (at === index ? text : old)))}
                />
              )}
            </Field>
          );
        })}
      </div>
    </Dialog>
  );
}
