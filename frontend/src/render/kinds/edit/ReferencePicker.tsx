import { useState, type ReactElement } from "react";
import { useOptions } from "../../../api/hooks";
import { ApiProblem } from "../../../api/http";
import { useSay, useT } from "../../../i18n";
import { Button, Combobox, type ControlAria } from "../../../kit";
import { useApp } from "../../context";
import { usePrint, useRender } from "../../env";
import { useLate } from "../../useLate";

interface ReferencePickerProps {
  aria: ControlAria;
  label: string;
  /** Entity whose records are chosen from. */
  target: string;
  value: string | null;
  onChange: (id: string | null) => void;
  onBlur?: () => void;
  disabled?: boolean;
}

/** A record of another entity, found by searching; a missing one can be made on the way. */
export function ReferencePicker(props: ReferencePickerProps): ReactElement {
  const { aria, label, target, value, onChange, onBlur, disabled } = props;
  const t = useT();
  const say = useSay();
  const { app, bundle } = useApp();
  const { titles, createNew } = useRender();
  const { print } = usePrint();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const options = useOptions(app, target, useLate(text), open);
  const problem = options.error instanceof ApiProblem ? options.error : null;
  const entity = bundle.entities[target];
  const titleField = entity?.entity.title;
  const mayCreate = createNew !== null && bundle.rights[target]?.create === true;
  const make = () => {
    const prefill = text.trim() === "" || titleField === undefined ? {} : { [titleField]: text.trim() };
    createNew?.(target, prefill, (id, title) => {
      titles.name(id, title);
      onChange(id);
    });
  };
  return (
    <Combobox
      aria={aria}
      label={label}
      value={value}
      text={value === null ? "" : (print.title?.(target, value) ?? value)}
      options={(options.data ?? []).map(({ id, title, subtitle }) => ({
        id,
        label: title,
        hint: subtitle ?? undefined,
      }))}
      onOpen={() => {
        setText("");
        setOpen(true);
      }}
      onSearch={setText}
      loading={options.isFetching}
      note={problem ? say(problem.text) : undefined}
      footer={
        mayCreate
          ? (close) => (
              <Button
                tone="soft"
                icon="plus"
                wide
                onClick={() => {
                  close();
                  make();
                }}
              >
                {t("render.createNew", { name: say(entity?.entity.label) })}
              </Button>
            )
          : undefined
      }
      onChange={(id, option) => {
        if (id !== null && option) titles.name(id, option.label);
        onChange(id);
      }}
      onBlur={onBlur}
      disabled={disabled}
    />
  );
}
