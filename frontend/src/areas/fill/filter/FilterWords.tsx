import type { ReactElement } from "react";
import type { Bundle } from "../../../api/types";
import type { Node } from "../../../engine/rules/ast";
import { Words } from "../../../render/conditions/Words";
import { pathsFor } from "../list/model";

interface FilterWordsProps {
  bundle: Bundle;
  entity: string;
  rule: Node;
}

/** A filter as a sentence, with the names of the people and units it speaks of. */
export default function FilterWords({ bundle, entity, rule }: FilterWordsProps): ReactElement {
  return (
    <p className="flt-words" role="status">
      <Words rule={rule} paths={pathsFor(bundle, entity)} />
    </p>
  );
}
