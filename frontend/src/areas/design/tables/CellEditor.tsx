import { Suspense, useState, type KeyboardEvent, type ReactElement } from "react";
import { setCell, setNote, setOutput } from "../../../engine/design/commands/tables";
import { cellText, readCell, valueOf, valueText, type Problem } from "../../../engine/design/tables/cells";
import type { Column } from "../../../engine/design/tables/columns";
import type { PathInfo } from "../../../engine/model/paths";
import { isLiteral, isOp, type Node } from "../../../engine/rules/ast";
import { useLang, useSay, useT } from "../../../i18n";
import { Button, ChipChoice, ChipChoices, Field, late, TextInput } from "../../../kit";
import { useWorkbench } from "../workbench/context";
import type { GridRowProps } from "./GridRow";

const RuleDialog = late(() => import("../rules/RuleDialog"));

type CellEditorProps = GridRowProps & { column: number; begun: string | null };

/** The editor of a cell: of a condition, of the result, or of the note. */
export function CellEditor(props: CellEditorProps): ReactElement {
  const { columns, column } = props;
  const own = columns[column];
  if (own) return <ConditionCell {...props} own={own} />;
  return column === columns.length ? <OutputCell {...props} /> : <NoteCell {...props} />;
}

interface LineProps {
  label: string;
  text: string;
  problem: Problem | null;
  onText: (text: string) => void;
  /** Takes over what is typed; false: it cannot be read. */
  onTake: () => boolean;
  onDone: (by: number) => void;
  children?: ReactElement | null;
}

/** A typed line in a cell: Enter takes it and goes on below, Escape leaves it as it was. */
function Line({ label, text, problem, onText, onTake, onDone, children }: LineProps): ReactElement {
  const t = useT();
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.target as HTMLElement).tagName === "INPUT") {
      event.preventDefault();
      event.stopPropagation();
      if (onTake()) onDone(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onDone(0);
    }
  };
  return (
    <div
      className="dt-edit"
      onKeyDown={keys}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onTake();
      }}
    >
      <Field label={label} quietLabel error={problem ? t(`dtable.problem.${problem}`) : undefined}>
        {(aria) => (
          <TextInput
            {...aria}
            ref={(input) => {
              if (input && !input.closest("[data-open]")) input.focus();
              input?.closest(".dt-edit")?.setAttribute("data-open", "");
            }}
            value={text}
            maxLength={400}
            onChange={onText}
          />
        )}
      </Field>
      {children}
    </div>
  );
}

const listOf = (rule: Node | null | undefined): readonly string[] => {
  if (!rule || !isOp(rule) || (rule.op !== "eq" && rule.op !== "in")) return [];
  const value = rule.a[1];
  const v = value && isLiteral(value) ? value.v : null;
  return typeof v === "string" ? [v] : Array.isArray(v) ? (v as readonly string[]) : [];
};

/** The condition that a value is one of these ids; null: any. */
function among(ids: readonly string[]): Node | null {
  const [first] = ids;
  if (first === undefined) return null;
  return ids.length === 1
    ? { op: "eq", a: [{ p: "cell" }, { v: first }] }
    : { op: "in", a: [{ p: "cell" }, { v: ids }] };
}

function ConditionCell({
  id,
  table,
  row,
  own,
  begun,
  onDone,
}: CellEditorProps & { own: Column }): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [more, setMore] = useState(false);
  const rule = table.rows[row]?.cells?.[own.id] ?? null;
  const before = rule && own.info ? (cellText(rule, own.info, lang) ?? "") : "";
  const [text, setText] = useState(begun ?? before);
  const read = own.info ? readCell(text, own.info) : null;
  const label = `${say(own.label)} ${t("dtable.condition")}`;
  const put = (next: Node | null) => run(setCell(app, id, row, own.id, next));
  const take = () => {
    // A condition that a cell cannot say stands there as nothing typed: left alone it stays.
    if (text === before) return true;
    if (!read || read.problem !== null) return false;
    put(read.rule);
    return true;
  };
  const options = Object.entries(own.info?.options ?? {});
  const names: readonly PathInfo[] = own.info ? [own.info] : [];
  return (
    <Line
      label={label}
      text={text}
      problem={text === before ? null : (read?.problem ?? null)}
      onText={setText}
      onTake={take}
      onDone={onDone}
    >
      <>
        {options.length > 0 && options.length <= 12 ? (
          <Field label={t("dtable.anyOf")} quietLabel group>
            {(aria) => (
              <ChipChoices
                aria={aria}
                options={options.map(([one, option]) => ({ id: one, label: say(option.label) }))}
                value={own.info ? listOf(readCell(text, own.info).rule) : []}
                onChange={(ids) => {
                  const next = among(ids);
                  setText((own.info && next ? cellText(next, own.info, lang) : "") ?? "");
                }}
              />
            )}
          </Field>
        ) : null}
        <div className="k-row">
          <small className="k-muted">{t("dtable.cellHelp")}</small>
          <Button size="s" tone="quiet" onClick={() => setMore(true)}>
            {t("dtable.more")}
          </Button>
        </div>
        {more ? (
          <Suspense fallback={null}>
            <RuleDialog
              label={label}
              place={{ entity: table.entity }}
              names={names}
              value={rule}
              expect="condition"
              empty={t("dtable.any")}
              example={null}
              onChange={put}
              onClose={() => {
                setMore(false);
                onDone(0);
              }}
            />
          </Suspense>
        ) : null}
      </>
    </Line>
  );
}

function OutputCell({ id, table, row, output, names, begun, onDone }: CellEditorProps): ReactElement {
  const t = useT();
  const say = useSay();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const [more, setMore] = useState(false);
  const rule = table.rows[row]?.output ?? null;
  const info = output ?? TEXT;
  const before = rule && isLiteral(rule) ? valueText(rule.v, info, lang) : "";
  const [text, setText] = useState(begun ?? before);
  const value = valueOf(text, info);
  const put = (next: Node) => run(setOutput(app, id, row, next));
  const take = () => {
    if (text === before || text.trim() === "") return true;
    if (typeof value === "string") return false;
    put(value);
    return true;
  };
  const options = Object.entries(output?.property?.field.options ?? {});
  const problem = text === before || typeof value !== "string" ? null : value;
  return (
    <Line
      label={t("dtable.result")}
      text={text}
      problem={problem}
      onText={setText}
      onTake={take}
      onDone={onDone}
    >
      <>
        {options.length > 0 ? (
          <Field label={t("dtable.result")} quietLabel group>
            {(aria) => (
              <ChipChoice
                aria={aria}
                required
                options={options.map(([one, option]) => ({ id: one, label: say(option.label) }))}
                value={typeof value === "string" ? null : (value.v as string | null)}
                onChange={(one) => {
                  if (one !== null) setText(valueText(one, info, lang));
                }}
              />
            )}
          </Field>
        ) : null}
        <Button size="s" tone="quiet" onClick={() => setMore(true)}>
          {t("dtable.moreOutput")}
        </Button>
        {more ? (
          <Suspense fallback={null}>
            <RuleDialog
              label={t("dtable.result")}
              place={{ entity: table.entity }}
              names={names}
              value={rule}
              expect={info.type}
              empty=""
              example={null}
              onChange={(next) => {
                if (next) put(next);
              }}
              onClose={() => {
                setMore(false);
                onDone(0);
              }}
            />
          </Suspense>
        ) : null}
      </>
    </Line>
  );
}

const TEXT: PathInfo = {
  path: "",
  labels: [{ zh: "" }],
  type: { type: "text" },
  property: null,
  options: {},
};

function NoteCell({ id, table, row, begun, onDone }: CellEditorProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app, run } = useWorkbench();
  const note = table.rows[row]?.note;
  const before = note?.[lang] ?? note?.zh ?? "";
  const [text, setText] = useState(begun ?? before);
  const take = () => {
    const words = text.trim();
    if (text !== before)
      run(
        setNote(
          app,
          id,
          row,
          words === "" ? null : lang === "en" && note ? { ...note, en: words } : { ...note, zh: words },
        ),
      );
    return true;
  };
  return (
    <Line
      label={t("dtable.note")}
      text={text}
      problem={null}
      onText={setText}
      onTake={take}
      onDone={onDone}
    />
  );
}
