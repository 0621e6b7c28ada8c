import { useState, type ReactElement } from "react";
import { entitiesInUse } from "../../../engine/design/commands/entities";
import { addTable, newTableId } from "../../../engine/design/commands/tables";
import { inOrder, type Property } from "../../../engine/model/entity";
import { useSay, useT } from "../../../i18n";
import "../../../i18n/parts/conditions";
import "../../../i18n/parts/designrules";
import "../../../i18n/parts/designtables";
import { Button, Dialog, EmptyState, Field, Select, Tabs, TextInput } from "../../../kit";
import { DraftProvider } from "../rules/env";
import { RuleList } from "../rules/RuleList";
import { TalkAt } from "../shared/TalkAt";
import { useWorkbench } from "../workbench/context";
import { TableEditor } from "./TableEditor";
import "./tables.css";

type Part = "tables" | "rules";

/** Decision tables as grids, and every rule of the app as a sentence. */
export default function TablesSection(): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, at, goTo } = useWorkbench();
  const [part, setPart] = useState<Part>("tables");
  const [adding, setAdding] = useState(false);
  const tables = app.decision_tables ?? {};
  const ids = inOrder(tables);
  const named = at?.startsWith("decision_table/") ? at.split("/")[1] : undefined;
  const id = named !== undefined && Object.hasOwn(tables, named) ? named : ids[0];
  return (
    <DraftProvider>
      <div className="dt">
        <div className="k-page-head">
          <div>
            <h1>{t("dtable.title")}</h1>
            <p className="k-muted k-small">{t("dtable.help")}</p>
          </div>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t("dtable.add")}
          </Button>
        </div>
        <Tabs
          label={t("dtable.title")}
          tabs={[
            { key: "tables", label: t("dtable.title") },
            { key: "rules", label: t("drule.all") },
          ]}
          value={part}
          onChange={setPart}
        >
          {part === "rules" ? (
            <RuleList actions={(rule) => <TalkAt path={rule.path} />} />
          ) : id === undefined ? (
            <EmptyState title={t("dtable.none")}>{t("dtable.none.text")}</EmptyState>
          ) : (
            <>
              {ids.length > 1 ? (
                <Field label={t("dtable.which")} quietLabel>
                  {(aria) => (
                    <Select
                      {...aria}
                      empty={null}
                      value={id}
                      options={ids.map((one) => ({ id: one, label: say(tables[one]?.label) }))}
                      onChange={(next) => goTo(`decision_table/${next ?? id}`)}
                    />
                  )}
                </Field>
              ) : null}
              <TableEditor key={id} id={id} />
            </>
          )}
        </Tabs>
        {adding ? (
          <NewTable
            onClose={() => setAdding(false)}
            onMade={(made) => {
              setAdding(false);
              setPart("tables");
              goTo(`decision_table/${made}`);
            }}
          />
        ) : null}
      </div>
    </DraftProvider>
  );
}

/** Fields a table may write: those that nobody computes and whose values are single. */
const WRITABLE = new Set(["choice", "text", "number", "money", "percent", "boolean", "date"]);
const writable = (prop: Property): boolean => WRITABLE.has(prop.field.kind) && prop.field.archived !== true;

function NewTable({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, run } = useWorkbench();
  const entities = entitiesInUse(app);
  const [label, setLabel] = useState("");
  const [entity, setEntity] = useState(entities[0] ?? "");
  const [output, setOutput] = useState<string | null>(null);
  const fields = Object.entries(app.entities[entity]?.properties ?? {}).filter(([, prop]) => writable(prop));
  const make = () => {
    if (label.trim() === "") return;
    run(addTable(app, { entity, label: { zh: label.trim() }, output }));
    onMade(newTableId(app));
  };
  return (
    <Dialog
      title={t("dtable.add")}
      size="s"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("kit.cancel")}</Button>
          <Button tone="primary" disabled={label.trim() === ""} onClick={make}>
            {t("dtable.make")}
          </Button>
        </>
      }
    >
      <div className="k-stack">
        <Field label={t("dtable.name")} required>
          {(aria) => <TextInput {...aria} value={label} maxLength={40} onChange={setLabel} />}
        </Field>
        <Field label={t("dtable.entity")}>
          {(aria) => (
            <Select
              {...aria}
              empty={null}
              value={entity}
              options={entities.map((one) => ({ id: one, label: say(app.entities[one]?.entity.label) }))}
              onChange={(next) => {
                setEntity(next ?? entity);
                setOutput(null);
              }}
            />
          )}
        </Field>
        <Field label={t("dtable.output")} help={t("dtable.output.help")}>
          {(aria) => (
            <Select
              {...aria}
              empty={t("dtable.output.none")}
              value={output}
              options={fields.map(([one, prop]) => ({ id: one, label: say(prop.field.label) }))}
              onChange={setOutput}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
