import { useMemo, useState, type ReactElement } from "react";
import { GROUPS, OPERATORS, type Operator } from "../../../../engine/rules/catalogue";
import type { Node } from "../../../../engine/rules/ast";
import { formulas, print } from "../../../../engine/rules/text";
import { callText } from "../../../../engine/rules/text/complete";
import { typeScope, type FieldType } from "../../../../engine/rules/types";
import { useLang, useT } from "../../../../i18n";
import { Button, SearchInput } from "../../../../kit";

/** The example of an operator as formulas in both languages, over fields called by their ids. */
export function exampleOf({ example }: Operator): { zh: string; en: string } {
  const scope = typeScope(example.fields as Readonly<Record<string, string | FieldType>>);
  const over = formulas(
    Object.entries(scope).map(([path, type]) => ({
      path,
      labels: [{ zh: path }],
      type,
      property: null,
      options: {},
    })),
  );
  const rule = example.rule as Node;
  return { zh: print(rule, over, "zh"), en: print(rule, over, "en") };
}

/** Every operation there is, by group: what it means, how it is written in both languages, an example. */
export function FunctionHelp({ onInsert }: { onInsert: (text: string) => void }): ReactElement {
  const t = useT();
  const lang = useLang();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("");
  const all = useMemo(
    () => [...OPERATORS.values()].map((operator) => ({ operator, example: exampleOf(operator) })),
    [],
  );
  const shown = all.filter(({ operator: { label, spelling, id } }) =>
    `${label.zh} ${label.en} ${spelling.zh} ${spelling.en} ${id}`
      .toLowerCase()
      .includes(wanted.trim().toLowerCase()),
  );
  return (
    <div className="fx-help">
      <Button size="s" tone="quiet" icon="info" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("drule.functions")}
      </Button>
      {open ? (
        <div className="fx-list">
          <SearchInput label={t("drule.searchFunction")} value={wanted} onChange={setWanted} />
          {Object.entries(GROUPS).map(([group, name]) => {
            const own = shown.filter(({ operator }) => operator.group === group);
            return own.length === 0 ? null : (
              <section key={group} aria-label={name[lang]}>
                <h3>{name[lang]}</h3>
                <ul>
                  {own.map(({ operator, example }) => (
                    <li key={operator.id}>
                      <button
                        type="button"
                        className="fx-fn"
                        aria-label={t("drule.insertFunction", { name: operator.spelling[lang] })}
                        onClick={() =>
                          onInsert(callText(operator, lang) + (operator.arity.max === 0 ? ")" : ""))
                        }
                      >
                        <strong>{operator.spelling[lang]}</strong>
                        <span>{operator.label[lang]}</span>
                      </button>
                      {operator.note ? <p>{operator.note[lang]}</p> : null}
                      <p className="fx-example">
                        <code>{example.zh}</code>
                        <code>{example.en}</code>
                      </p>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
        </div>
      ) : null}
    </div>
  );
}
