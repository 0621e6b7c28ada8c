import type { ReactElement } from "react";
import { changeInput } from "../../../engine/design/commands/actions";
import type { Change } from "../../../engine/design/commands/members";
import type { ActionDoc, ActionField } from "../../../engine/design/documents";
import { inputProperty } from "../../../engine/design/places";
import { useT } from "../../../i18n";
import { RuleField } from "../rules/RuleField";
import { formPlace } from "../shared/rulePlaces";
import { TextPair } from "../shared/TextPair";
import { typeOf } from "../shared/types";
import { useWorkbench } from "../workbench/context";
import { PropertyEditor } from "./PropertyEditor";

interface InputSettingsProps {
  id: string;
  doc: ActionDoc;
  name: string;
  input: ActionField;
  step: string | null;
  published: boolean;
}

/** What can be said of an input besides that it is there. */
export function InputSettings({ id, doc, name, input, step, published }: InputSettingsProps): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const set = (change: Change<ActionField>) => run(changeInput(app, id, name, change, { step }));
  const place = formPlace(doc.entity, id);
  return (
    <div className="da-settings">
      {input.property && !input.target ? (
        <PropertyEditor
          property={input.property}
          published={published}
          onChange={(property) => set({ property })}
        />
      ) : null}
      {input.target || input.label ? (
        <TextPair
          label={t("dacts.input.label")}
          value={input.label}
          help={t("dacts.input.label.help")}
          onChange={(label) => set({ label })}
        />
      ) : null}
      <RuleField
        label={t("dacts.input.relevance")}
        place={place}
        value={input.relevance}
        empty={t("dacts.input.relevance.none")}
        onChange={(relevance) => set({ relevance })}
      />
      {input.required ? null : (
        <RuleField
          label={t("dacts.input.required_when")}
          place={place}
          value={input.required_when}
          empty={t("dacts.input.required_when.none")}
          onChange={(required_when) => set({ required_when })}
        />
      )}
      <RuleField
        label={t("dacts.input.default")}
        place={place}
        value={input.default_rule}
        {...typeOf(inputProperty(app, doc, input))}
        empty={t("dacts.input.default.none")}
        onChange={(default_rule) => set({ default_rule })}
      />
    </div>
  );
}
