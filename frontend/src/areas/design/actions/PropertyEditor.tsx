import { useState, type ReactElement } from "react";
import { ownProperty } from "../../../engine/design/commands/actions";
import { freeId, lastOrder } from "../../../engine/design/commands/collection";
import { inOrder, type Field as FieldInfo, type Property } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Field, IconButton, Select } from "../../../kit";
import { CommitInput } from "../shared/CommitInput";
import { TextPair } from "../shared/TextPair";
import { Count } from "./EvidenceCard";

interface PropertyEditorProps {
  property: Property;
  /** It was published: its kind stays. */
  published: boolean;
  onChange: (property: Property) => void;
}

/** Kinds an own input can be made of; a template may have others, which stay. */
export const OWN_KINDS = [
  "text",
  "long_text",
  "number",
  "money",
  "date",
  "boolean",
  "choice",
  "image",
  "file",
] as const;

const TEXTS = new Set(["text", "long_text"]);
const CHOICES = new Set(["choice", "choices"]);

/** The description of a value that is kept with the act itself. */
export function PropertyEditor({ property, published, onChange }: PropertyEditorProps): ReactElement {
  const t = useT();
  const { field } = property;
  const set = (change: Partial<FieldInfo>) => onChange({ ...property, field: { ...field, ...change } });
  const kinds = OWN_KINDS.some((kind) => kind === field.kind) ? OWN_KINDS : [...OWN_KINDS, field.kind];
  return (
    <>
      <TextPair
        label={t("dacts.own.label")}
        value={field.label}
        required
        onChange={(label) => {
          if (label) set({ label });
        }}
      />
      {published ? null : (
        <Field label={t("dacts.own.kind")} width="half">
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={field.kind}
              options={kinds.map((kind) => ({ id: kind, label: kindLabel(t, kind) }))}
              onChange={(kind) => {
                if (kind && kind !== field.kind) onChange(ownProperty(field.label, kind));
              }}
            />
          )}
        </Field>
      )}
      {TEXTS.has(field.kind) ? (
        <Count
          label={t("dacts.own.maxLength")}
          value={property.maxLength ?? 60}
          least={1}
          onChange={(maxLength) => onChange({ ...property, maxLength })}
        />
      ) : null}
      {CHOICES.has(field.kind) ? <Options field={field} published={published} onChange={set} /> : null}
    </>
  );
}

/** The kind of an own input in words; one that cannot be made here says that it is another. */
export function kindLabel(t: ReturnType<typeof useT>, kind: string): string {
  const known = OWN_KINDS.find((one) => one === kind);
  return known ? t(`dacts.own.kind.${known}`) : t("dacts.own.kind.other");
}

interface OptionsProps {
  field: FieldInfo;
  published: boolean;
  onChange: (change: Partial<FieldInfo>) => void;
}

function Options({ field, published, onChange }: OptionsProps): ReactElement {
  const t = useT();
  const say = useSay();
  const [typed, setTyped] = useState(0);
  const options = field.options ?? {};
  const add = (text: string) => {
    const names = text.split(/[\n、,，;；]/).map((one) => one.trim());
    let next = { ...options };
    for (const name of names.filter(Boolean)) {
      const wish = name.toLowerCase().replace(/[^a-z0-9]+/g, "_");
      next = {
        ...next,
        [freeId(next, wish.replace(/_+$/, "") || "option")]: { label: { zh: name }, order: lastOrder(next) },
      };
    }
    setTyped(typed + 1);
    onChange({ options: next });
  };
  return (
    <Field label={t("dacts.own.options")} group help={t("dacts.own.options.help")}>
      {() => (
        <ul className="da-options">
          {inOrder(options).map((id) => {
            const option = options[id];
            if (!option) return null;
            const name = say(option.label);
            return (
              <li key={id} className="k-row">
                <CommitInput
                  aria={{}}
                  label={t("dacts.own.optionOf", { name })}
                  value={option.label.zh}
                  onCommit={(zh) => {
                    if (zh.trim())
                      onChange({
                        options: {
                          ...options,
                          [id]: { ...option, label: { ...option.label, zh: zh.trim() } },
                        },
                      });
                  }}
                />
                <CommitInput
                  aria={{}}
                  label={t("design.inOther.en", { name })}
                  value={option.label.en ?? ""}
                  placeholder="English"
                  onCommit={(en) => {
                    const label = { zh: option.label.zh, ...(en.trim() ? { en: en.trim() } : {}) };
                    onChange({ options: { ...options, [id]: { ...option, label } } });
                  }}
                />
                <IconButton
                  icon={option.archived ? "refresh" : published ? "archive" : "close"}
                  size="s"
                  label={t(option.archived ? "dacts.own.option.back" : "dacts.take", { name })}
                  onClick={() => {
                    const { [id]: gone, ...rest } = options;
                    const kept =
                      published && gone ? { ...options, [id]: { ...gone, archived: !gone.archived } } : rest;
                    onChange({ options: kept });
                  }}
                />
              </li>
            );
          })}
          <li key={`new ${typed}`}>
            <CommitInput
              aria={{}}
              label={t("dacts.own.option.add")}
              placeholder={t("dacts.own.option.add")}
              value=""
              onCommit={add}
            />
          </li>
        </ul>
      )}
    </Field>
  );
}
