import type { ReactElement } from "react";
import { read } from "../../../engine/design/operations";
import { knobsOf, type Entry, type Knob } from "../../../engine/design/rulebook";
import { placeOf } from "../../../engine/design/sections";
import type { Node } from "../../../engine/rules/ast";
import { useLang, useT, say, type Key } from "../../../i18n";
import { Field } from "../../../kit";
import { RuleField } from "../rules/RuleField";
import { CommitInput } from "../shared/CommitInput";
import { DurationInput } from "../shared/DurationInput";
import { useNames } from "../shared/useNames";
import { useWorkbench } from "../workbench/context";

interface KnobsProps {
  entry: Entry;
  /** Of the entry as it stands: what was there keeps its place while it is changed. */
  knobs: readonly Knob[];
  onValue: (path: string, value: unknown) => void;
}

/** The numbers, lengths of time and conditions of a rule, to be changed one by one. */
export function Knobs({ entry, knobs, onValue }: KnobsProps): ReactElement {
  const t = useT();
  const lang = useLang();
  const { app } = useWorkbench();
  const label = (knob: Knob): string => {
    const own = t(
      (knob.kind === "duration"
        ? `dtalk.knob.${knob.what}`
        : knob.kind === "count"
          ? "dtalk.knob.count"
          : MEMBERS.has(knob.rule.member)
            ? `drule.member.${knob.rule.member}`
            : "dtalk.knob.condition") as Key,
    );
    const names = placeOf(app, knob.path).names.map((name) => say(name, lang));
    const last = names.at(-1);
    return last !== undefined && !entry.title.includes(last) ? `${last} › ${own}` : own;
  };
  return (
    <div className="k-stack">
      {numbered(knobs.map(label)).map((said, n) => {
        // The words stand in a list of rules elsewhere; here they begin a line.
        const words = said.charAt(0).toUpperCase() + said.slice(1);
        const knob = knobs[n] as Knob;
        const value = read(app, knob.path);
        if (knob.kind === "duration")
          return (
            <DurationInput
              key={knob.path}
              label={words}
              value={typeof value === "string" ? value : null}
              working={knob.working}
              onChange={(next) => onValue(knob.path, next)}
            />
          );
        if (knob.kind === "count")
          return (
            <Field key={knob.path} label={words} width="half">
              {(aria) => (
                <CommitInput
                  aria={aria}
                  inputMode="numeric"
                  value={typeof value === "number" ? String(value) : "1"}
                  onCommit={(text) => {
                    if (/^[1-9]\d{0,2}$/.test(text.trim())) onValue(knob.path, Number(text.trim()));
                  }}
                />
              )}
            </Field>
          );
        return (
          <RuleField
            key={knob.path}
            label={words}
            place={knob.rule.place}
            value={(value as Node | undefined) ?? null}
            empty={t("dtalk.propose.none")}
            onChange={(next) => onValue(knob.path, next)}
          />
        );
      })}
    </div>
  );
}

const MEMBERS = new Set(["relevance", "required_when", "rule", "when", "effective", "counts", "owed_while"]);

/** Two of one name are told apart. */
function numbered(words: readonly string[]): string[] {
  const all = new Map<string, number>();
  for (const one of words) all.set(one, (all.get(one) ?? 0) + 1);
  const seen = new Map<string, number>();
  return words.map((one) => {
    const n = (seen.get(one) ?? 0) + 1;
    seen.set(one, n);
    return (all.get(one) ?? 0) > 1 ? `${one} ${n}` : one;
  });
}

/** What may be changed about an entry; nothing: a remark has to do. */
export function useKnobs(entry: Entry): readonly Knob[] {
  const names = useNames();
  return knobsOf(names, entry);
}
