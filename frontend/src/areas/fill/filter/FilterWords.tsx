import { useQueries } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { listPeople } from "../../../api/endpoints";
import { keys, useUnits } from "../../../api/hooks";
import type { Bundle } from "../../../api/types";
import { fieldsOf, type Node } from "../../../engine/rules/ast";
import { useLang } from "../../../i18n";
import { usePrint, useRender } from "../../../render/env";
import { unitChoices } from "../../../render/kinds/edit/unit";
import { pathsFor } from "../list/model";
import { filterSentence } from "./words";

interface FilterWordsProps {
  bundle: Bundle;
  entity: string;
  rule: Node;
}

/** A filter as a sentence, with the names of the people and units it speaks of. */
export default function FilterWords({ bundle, entity, rule }: FilterWordsProps): ReactElement {
  const lang = useLang();
  const { titles } = useRender();
  const { print } = usePrint();
  const paths = pathsFor(bundle, entity);
  const used = new Set(fieldsOf(rule));
  const targets = new Set(paths.filter(({ path }) => used.has(path)).map(({ type }) => type.target));
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
  const titleOf = (id: string) => titles.of(id) ?? names.get(id) ?? print.title?.("", id);
  return (
    <p className="flt-words" role="status">
      {filterSentence(rule, paths, lang, bundle.zone, titleOf)}
    </p>
  );
}
