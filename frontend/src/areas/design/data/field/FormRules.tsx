import type { ReactElement } from "react";
import { fieldPath } from "../../../../engine/design/commands/fields";
import { fieldsInOrder } from "../../../../engine/design/commands/layout";
import { inOrder, type Property } from "../../../../engine/model/entity";
import type { Node } from "../../../../engine/rules/ast";
import { useSay, useT, type Key } from "../../../../i18n";
import { EmptyState } from "../../../../kit";
import { Words } from "../../../../render/conditions/Words";
import { DraftProvider, namesOf } from "../../rules/env";
import { useWorkbench } from "../../workbench/context";

interface RuleOf {
  readonly key: string;
  readonly words: Key;
  readonly rule: Node;
}

function rulesOf({ field }: Property): RuleOf[] {
  const single: [Key, Node | null | undefined][] = [
    ["ddata.says.shown", field.relevance],
    ["ddata.says.required", field.required_when],
    ["ddata.says.default", field.default_rule],
    ["ddata.says.computed", field.compute],
  ];
  const constraint = field.constraint ?? {};
  return [
    ...single.flatMap(([words, rule]) => (rule ? [{ key: words, words, rule }] : [])),
    ...inOrder(constraint).flatMap((id) => {
      const rule = constraint[id]?.rule;
      return rule ? [{ key: id, words: "ddata.says.must" as const, rule }] : [];
    }),
  ];
}

/** All rules of an entity's fields as sentences; each leads to its field. */
export function FormRules({ entity }: { entity: string }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, goTo } = useWorkbench();
  const properties = app.entities[entity]?.properties ?? {};
  const names = namesOf(app, { entity });
  const found = fieldsInOrder(app, entity).flatMap((id) => {
    const property = properties[id];
    return property
      ? rulesOf(property).map((rule) => ({ ...rule, id, name: say(property.field.label) }))
      : [];
  });
  if (found.length === 0)
    return (
      <EmptyState icon="bolt" title={t("ddata.says.none")}>
        {t("ddata.says.how")}
      </EmptyState>
    );
  return (
    <DraftProvider>
      <ul className="dd-sentences" aria-label={t("ddata.side.rules")}>
        {found.map(({ id, key, name, words, rule }) => (
          <li key={`${id} ${key}`}>
            <button type="button" onClick={() => goTo(fieldPath(entity, id))}>
              <strong>{t(words, { name })}</strong>
              <span>
                <Words rule={rule} paths={names} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </DraftProvider>
  );
}
