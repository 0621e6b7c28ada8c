import { useDroppable } from "@dnd-kit/core";
import { useSortable } from "@dnd-kit/sortable";
import { useState, type ReactElement } from "react";
import { inputUses } from "../../../engine/design/commands/act-uses";
import { changeInput, inputsPath, moveInput, removeInput } from "../../../engine/design/commands/actions";
import type { ActionDoc, ActionField } from "../../../engine/design/documents";
import { inputLabel, inputProperty } from "../../../engine/design/places";
import { fieldName } from "../../../engine/design/sentences/names";
import { placeWords } from "../../../engine/design/sentences/places";
import { inOrder } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Badge, Check, Confirm, Icon, IconButton } from "../../../kit";
import { FindingsHere } from "../shared/FindingsHere";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { InputSettings } from "./InputSettings";

interface InputListProps {
  id: string;
  doc: ActionDoc;
  published: boolean;
  /** The inputs of this step of the approval instead of those of the action. */
  step?: string;
}

/** The inputs in their order, each with its settings folded below it. */
export function InputList({ id, doc, published, step }: InputListProps): ReactElement {
  const t = useT();
  const fields = (step === undefined ? doc.fields : doc.approval?.steps[step]?.fields) ?? {};
  const keys = inOrder(fields);
  const { setNodeRef, isOver } = useDroppable({ id: "form", disabled: keys.length > 0 });
  return (
    <ol
      ref={setNodeRef}
      className="da-inputs"
      aria-label={t("dacts.form")}
      data-over={isOver ? "" : undefined}
    >
      {keys.map((key, index) => (
        <InputRow
          key={key}
          id={id}
          doc={doc}
          name={key}
          input={fields[key] ?? {}}
          index={index}
          count={keys.length}
          published={published}
          step={step ?? null}
        />
      ))}
      {keys.length === 0 ? (
        <li className="da-empty">{t(step === undefined ? "dacts.form.empty" : "dacts.step.form.empty")}</li>
      ) : null}
    </ol>
  );
}

interface InputRowProps {
  id: string;
  doc: ActionDoc;
  name: string;
  input: ActionField;
  index: number;
  count: number;
  published: boolean;
  step: string | null;
}

function InputRow(props: InputRowProps): ReactElement {
  const { id, doc, name, input, index, count, step, published } = props;
  const t = useT();
  const say = useSay();
  const names = useNames();
  const { app, run } = useWorkbench();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const { setNodeRef, attributes, listeners, isDragging, transform, transition } = useSortable({
    id: name,
    disabled: step !== null,
  });
  const label = say(inputLabel(app, doc, input)) || t("dacts.input.gone");
  const place = { step };
  const uses = inputUses(app, id, name);
  const remove = () => run(removeInput(app, id, name, place));
  return (
    <li
      ref={setNodeRef}
      className="da-input"
      data-dragging={isDragging ? "" : undefined}
      style={transform ? { transform: `translate(0, ${transform.y}px)`, transition } : undefined}
    >
      <div className="da-input-line">
        {step === null ? (
          <button
            type="button"
            className="da-handle"
            {...attributes}
            {...listeners}
            aria-label={t("dacts.input.drag", { name: label })}
          >
            <Icon name="drag" size={16} />
          </button>
        ) : null}
        <button type="button" className="da-input-name" aria-expanded={open} onClick={() => setOpen(!open)}>
          <b data-required={input.required ? "" : undefined}>{label}</b>
          <small>
            <InputOrigin {...props} />
          </small>
          {input.required_when || input.relevance ? (
            <Badge color="blue">{t("dacts.input.conditional")}</Badge>
          ) : null}
          <Icon name={open ? "chevronUp" : "chevronDown"} size={14} />
        </button>
        <Check
          checked={input.required === true}
          label={t("dacts.input.required")}
          aria-label={t("dacts.input.requiredOf", { name: label })}
          onChange={(required) =>
            run(changeInput(app, id, name, { required: required ? true : null }, place))
          }
        />
        <span className="da-input-moves">
          <IconButton
            icon="chevronUp"
            size="s"
            label={t("dacts.up", { name: label })}
            disabled={index === 0}
            onClick={() => run(moveInput(app, id, name, index - 1, place))}
          />
          <IconButton
            icon="chevronDown"
            size="s"
            label={t("dacts.down", { name: label })}
            disabled={index === count - 1}
            onClick={() => run(moveInput(app, id, name, index + 1, place))}
          />
          <IconButton
            icon="close"
            size="s"
            label={t("dacts.take", { name: label })}
            onClick={() => (uses.length > 0 ? setAsking(true) : remove())}
          />
        </span>
      </div>
      <FindingsHere path={`${inputsPath(id, step)}/${name}`} />
      {open ? (
        <InputSettings id={id} doc={doc} name={name} input={input} step={step} published={published} />
      ) : null}
      {asking ? (
        <Confirm
          title={t("dacts.remove.title", { name: label })}
          confirm={t("dacts.remove")}
          tone="danger"
          onClose={() => setAsking(false)}
          onConfirm={remove}
        >
          <p>{t("dacts.input.uses")}</p>
          <ul className="da-uses">
            {uses.map((path) => (
              <li key={path}>{placeWords(names, path)}</li>
            ))}
          </ul>
        </Confirm>
      ) : null}
    </li>
  );
}

/** Where the value goes. */
function InputOrigin({ doc, input }: InputRowProps): ReactElement {
  const t = useT();
  const names = useNames();
  const { target } = input;
  const kind = inputProperty(names.app, doc, input)?.field.kind;
  if (!target) return <>{t("dacts.input.own")}</>;
  if (target.startsWith("new."))
    return (
      <>
        {t("dacts.input.new", {
          name: fieldName(names, doc.creates?.entity ?? "", target.slice("new.".length)),
        })}
      </>
    );
  return (
    <>{t(kind ? "dacts.input.field" : "dacts.input.gone", { name: fieldName(names, doc.entity, target) })}</>
  );
}
