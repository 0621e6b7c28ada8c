import { useMemo, type ReactElement } from "react";
import { pathsOf, type PathInfo } from "../../engine/model/paths";
import { isEmpty } from "../../engine/rules/ast";
import { useSay, useT } from "../../i18n";
import { useApp } from "../context";
import { ReadValue } from "../form/ReadValue";

/** The values a rule read, by path, out of its explanation (engine/rules/explain). */
export function valuesOf(explain: unknown): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    const { values, parts, tree } = part as { values?: unknown; parts?: unknown; tree?: unknown };
    if (tree !== undefined) walk(tree);
    if (Array.isArray(parts)) for (const one of parts) walk(one);
    if (typeof values === "object" && values !== null) Object.assign(found, values);
  };
  walk(explain);
  return found;
}

/** What the fields a rule asks about hold now; those whose words are not known here are left out. */
export function RuleValues({ entity, explain }: { entity: string; explain: unknown }): ReactElement | null {
  const t = useT();
  const say = useSay();
  const { bundle } = useApp();
  const paths = useMemo(
    () =>
      new Map<string, PathInfo>(
        pathsOf(entity, { entities: bundle.entities, flows: bundle.flows, system: {} }, 2).map((info) => [
          info.path,
          info,
        ]),
      ),
    [bundle, entity],
  );
  const shown = Object.entries(valuesOf(explain)).flatMap(([path, value]) => {
    const info = paths.get(path);
    // A reference would show its id: the sentence says what it is compared with.
    return info?.property && info.type.type !== "ref" ? [{ info, property: info.property, value }] : [];
  });
  if (shown.length === 0) return null;
  return (
    <dl className="owed-facts k-small">
      {shown.map(({ info, property, value }) => (
        <div key={info.path} className="owed-fact">
          <dt>{info.labels.map((label) => say(label)).join(" · ")}</dt>
          <dd>{isEmpty(value) ? t("why.value.empty") : <ReadValue dense prop={property} value={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}
