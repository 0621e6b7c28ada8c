import { useMemo, useState, type ReactElement } from "react";
import { isPublished } from "../../../../engine/design/commands/fields";
import { optionsIn, pasteOptions, type Of } from "../../../../engine/design/commands/options";
import { readLines, readTree, type Block, type Columns } from "../../../../engine/design/options/lines";
import { MOST_AT_ONCE, planOptions, tooMany } from "../../../../engine/design/options/plan";
import { useT } from "../../../../i18n";
import { Button, Check, ChipChoice, Dialog, Field, TextArea } from "../../../../kit";
import { useWorkbench } from "../../workbench/context";
import { OptionsFile } from "./OptionsFile";
import { PlanList } from "./PlanList";

interface PasteProps {
  of: Of;
  tree: boolean;
  onClose: () => void;
}

/** Many options at once, from a spreadsheet or a file: a line each or, of a tree, columns as its levels. */
export function PasteDialog({ of, tree, onClose }: PasteProps): ReactElement {
  const t = useT();
  const { app, live, run } = useWorkbench();
  const [text, setText] = useState("");
  const [columns, setColumns] = useState<Columns | null>(null);
  const [head, setHead] = useState<boolean | null>(null);
  const [revive, setRevive] = useState(false);
  const options = optionsIn(app, of);
  const block: Block = useMemo(
    () => (tree ? readTree(text, columns, head) : { lines: readLines(text), columns: null, head: false }),
    [text, tree, columns, head],
  );
  const plan = useMemo(() => planOptions(options, block.lines, revive), [options, block, revive]);
  const { counts } = plan;
  const many = tooMany(plan);
  const take = (next: string) => {
    setText(next);
    // Another block has other columns.
    if (next.split("\n", 1)[0] !== text.split("\n", 1)[0]) {
      setColumns(null);
      setHead(null);
    }
  };
  return (
    <Dialog
      title={t("ddata.paste.title")}
      onClose={onClose}
      sticky
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button
            tone="primary"
            disabled={many || counts.new + counts.back === 0}
            onClick={() => {
              run(pasteOptions(app, of, plan, !isPublished(live, of.entity, of.field)));
              onClose();
            }}
          >
            {counts.back === 0
              ? t("ddata.paste.go", { count: counts.new })
              : t(counts.new === 0 ? "ddata.paste.goBack" : "ddata.paste.goBoth", {
                  count: counts.new === 0 ? counts.back : counts.new,
                  back: counts.back,
                })}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Field
          label={t("ddata.paste.lines")}
          help={t(tree ? "ddata.paste.helpTree" : "ddata.paste.help")}
          error={many ? t("ddata.paste.many", { most: MOST_AT_ONCE }) : undefined}
        >
          {(aria) => (
            <TextArea
              {...aria}
              rows={8}
              value={text}
              onChange={take}
              placeholder={t(tree ? "ddata.paste.exampleTree" : "ddata.paste.example")}
            />
          )}
        </Field>
        <OptionsFile
          tree={tree}
          onText={(read) => {
            setColumns(null);
            setHead(null);
            setText(read);
          }}
        />
        {block.columns === null ? null : (
          <ColumnsAre
            block={block}
            onColumns={(next) => {
              setColumns(next);
              setHead(null);
            }}
            onHead={setHead}
          />
        )}
        <p role="status" className="k-muted">
          {t("ddata.paste.found", { added: counts.new, known: counts.known })}
          {counts.left > 0 ? ` · ${t("ddata.paste.left", { count: counts.left })}` : null}
        </p>
        {counts.retired + counts.back > 0 ? (
          <Check
            label={t("ddata.paste.revive", { count: counts.retired + counts.back })}
            checked={revive}
            onChange={setRevive}
          />
        ) : null}
        {tree && !many ? <PlanList plan={plan} /> : null}
      </div>
    </Dialog>
  );
}

interface ColumnsProps {
  block: Block;
  onColumns: (columns: Columns) => void;
  onHead: (head: boolean) => void;
}

/** What was guessed of a block of columns, to be put right. */
function ColumnsAre({ block, onColumns, onHead }: ColumnsProps): ReactElement {
  const t = useT();
  return (
    <>
      <Field label={t("ddata.paste.columns")} group>
        {(aria) => (
          <ChipChoice
            aria={aria}
            required
            value={block.columns}
            options={[
              { id: "levels", label: t("ddata.paste.levels") },
              { id: "languages", label: t("ddata.paste.languages") },
            ]}
            onChange={(next) => onColumns(next === "languages" ? "languages" : "levels")}
          />
        )}
      </Field>
      <Check label={t("ddata.paste.head")} checked={block.head} onChange={onHead} />
    </>
  );
}
