import { useQueries } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { listPeople } from "../../api/endpoints";
import { keys, useUnits } from "../../api/hooks";
import type { PathInfo } from "../../engine/model/paths";
import { keyOf, walk, type Node } from "../../engine/rules/ast";
import { useLang } from "../../i18n";
import { usePrint, useRender } from "../env";
import { unitChoices } from "../kinds/edit/unit";
import { useApp } from "../context";
import { ruleSentence } from "./words";

function targetsOf(rule: Node, paths: readonly PathInfo[]): Set<string | undefined> {
  const used = new Set<string | null>();
  walk(rule, (node) => used.add(keyOf(node)));
  return new Set(paths.filter(({ path }) => used.has(path)).map(({ type }) => type.target));
}

/** What people, units and records that a rule names are called: known titles first, then asked of the server. */
export function useTitles(
  rules: readonly Node[],
  paths: readonly PathInfo[],
): (id: string) => string | undefined {
  const { titles } = useRender();
  const { print } = usePrint();
  const targets = new Set(rules.flatMap((rule) => [...targetsOf(rule, paths)]));
  const [people] = useQueries({
    queries: [
      {
        queryKey: keys.people(""),
        queryFn: () => listPeople(""),
        enabled: targets.has("_person"),
        staleTime: 60_000,
      },
    ],
  });
  const units = useUnits(targets.has("_unit"));
  const names = new Map<string, string>();
  for (const one of people.data ?? []) names.set(one.id, one.name);
  for (const one of unitChoices(units.data ?? [])) names.set(one.id, one.label);
  return (id) => titles.of(id) ?? names.get(id) ?? print.title?.("", id);
}

/** A rule as a sentence, with the names of the people and units it speaks of. */
export function Words({ rule, paths }: { rule: Node; paths: readonly PathInfo[] }): ReactElement {
  const lang = useLang();
  const { zone } = useApp().bundle;
  const titleOf = useTitles([rule], paths);
  return <>{ruleSentence(rule, paths, lang, zone, titleOf)}</>;
}
