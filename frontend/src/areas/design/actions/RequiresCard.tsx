import { useState, type ReactElement } from "react";
import { demand } from "../../../engine/design/commands/actions";
import { freeId } from "../../../engine/design/commands/collection";
import type { ActionDoc, ActionDemand, FieldDemand } from "../../../engine/design/documents";
import { actionName, fieldName } from "../../../engine/design/sentences/names";
import { inOrder, type Statement } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import { Button, Field, IconButton, Select } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { FieldPick } from "../shared/FieldPick";
import { FindingsHere } from "../shared/FindingsHere";
import { TextPair } from "../shared/TextPair";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";
import { Card } from "./Card";
import { Count } from "./EvidenceCard";

/** What must be done, filled or true before the action can be done. */
export function RequiresCard({ id, doc }: { id: string; doc: ActionDoc }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const [adding, setAdding] = useState<"action" | "field" | null>(null);
  const { actions = {}, fields = {}, statements = {} } = doc.requires ?? {};
  const others = inOrder(app.actions ?? {}).filter(
    (other) => other !== id && app.actions?.[other]?.entity === doc.entity && !Object.hasOwn(actions, other),
  );
  return (
    <Card title={t("dacts.requires")} help={t("dacts.requires.help")}>
      {inOrder(actions).map((key) => (
        <NeededAction key={key} id={id} doc={doc} name={key} value={actions[key] ?? {}} />
      ))}
      {inOrder(fields).map((path) => (
        <NeededField key={path} id={id} doc={doc} path={path} value={fields[path] ?? {}} />
      ))}
      {inOrder(statements).map((key) => {
        const value = statements[key];
        return value ? <Needed key={key} id={id} doc={doc} name={key} value={value} /> : null;
      })}
      {adding === "action" ? (
        <Field label={t("dacts.requires.action")}>
          {(aria) => (
            <Select
              {...aria}
              value={null}
              options={others.map((other) => ({ id: other, label: say(app.actions?.[other]?.label) }))}
              onChange={(other) => {
                if (other) run(demand(app, id, "actions", other, {}));
                setAdding(null);
              }}
            />
          )}
        </Field>
      ) : null}
      {adding === "field" ? (
        <FieldPick
          label={t("dacts.requires.field")}
          entity={doc.entity}
          value={null}
          onChange={(path) => {
            run(demand(app, id, "fields", path, {}));
            setAdding(null);
          }}
        />
      ) : null}
      <div className="k-row">
        <Button size="s" icon="plus" disabled={others.length === 0} onClick={() => setAdding("action")}>
          {t("dacts.requires.action")}
        </Button>
        <Button size="s" icon="plus" onClick={() => setAdding("field")}>
          {t("dacts.requires.field")}
        </Button>
        <RuleField
          label={t("dacts.requires.statement")}
          place={{ entity: doc.entity }}
          value={null}
          empty={t("dacts.requires.add")}
          onChange={(rule) => {
            if (rule) run(demand(app, id, "statements", freeId(statements, "need"), { rule }));
          }}
        />
      </div>
    </Card>
  );
}

interface PartProps {
  id: string;
  doc: ActionDoc;
}

function NeededAction({
  id,
  doc,
  name,
  value,
}: PartProps & { name: string; value: ActionDemand }): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const words = actionName(names, name);
  const set = (change: ActionDemand) => run(demand(app, id, "actions", name, { ...value, ...change }));
  return (
    <fieldset className="da-part">
      <legend>{t("dacts.requires.done", { name: words })}</legend>
      <IconButton
        icon="close"
        size="s"
        label={t("dacts.take", { name: words })}
        onClick={() => run(demand(app, id, "actions", name, null))}
      />
      <Count
        label={t("dacts.requires.times")}
        value={value.min ?? 1}
        least={1}
        onChange={(min) => set({ min })}
      />
      <RuleField
        label={t("dacts.requires.when")}
        place={{ entity: doc.entity }}
        value={value.when}
        empty={t("dacts.always")}
        onChange={(when) => set({ when })}
      />
      <FindingsHere path={`action/${id}/requires/actions/${name}`} />
    </fieldset>
  );
}

function NeededField({
  id,
  doc,
  path,
  value,
}: PartProps & { path: string; value: FieldDemand }): ReactElement {
  const t = useT();
  const names = useNames();
  const { app, run } = useWorkbench();
  const words = fieldName(names, doc.entity, path);
  return (
    <fieldset className="da-part">
      <legend>{t("dacts.requires.filled", { name: words })}</legend>
      <IconButton
        icon="close"
        size="s"
        label={t("dacts.take", { name: words })}
        onClick={() => run(demand(app, id, "fields", path, null))}
      />
      <RuleField
        label={t("dacts.requires.when")}
        place={{ entity: doc.entity }}
        value={value.when}
        empty={t("dacts.always")}
        onChange={(when) => run(demand(app, id, "fields", path, { ...value, when }))}
      />
      <FindingsHere path={`action/${id}/requires/fields/${path}`} />
    </fieldset>
  );
}

function Needed({ id, doc, name, value }: PartProps & { name: string; value: Statement }): ReactElement {
  const t = useT();
  const { app, run } = useWorkbench();
  const set = (change: Partial<Statement> | null) =>
    run(demand(app, id, "statements", name, change && { ...value, ...change }));
  return (
    <fieldset className="da-part">
      <legend>{t("dacts.requires.statement")}</legend>
      <RuleField
        label={t("dacts.requires.rule")}
        place={{ entity: doc.entity }}
        value={value.rule}
        empty=""
        onChange={(rule) => set(rule && { rule })}
      />
      <TextPair
        label={t("dacts.requires.message")}
        value={value.message}
        onChange={(message) => set({ message })}
      />
      <FindingsHere path={`action/${id}/requires/statements/${name}`} />
    </fieldset>
  );
}
