import type { ReactElement } from "react";
import type { Plan, Planned, PlanState } from "../../../../engine/design/options/plan";
import { useT } from "../../../../i18n";
import { Badge } from "../../../../kit";

const TINTS: Readonly<Record<PlanState, string>> = {
  new: "green",
  known: "grey",
  retired: "yellow",
  back: "green",
  left: "yellow",
};

/** The tree as it will be, and what is new in it. */
export function PlanList({ plan }: { plan: Plan }): ReactElement | null {
  const t = useT();
  if (plan.tree.length === 0) return null;
  return (
    <section className="k-stack" data-gap="s" aria-label={t("ddata.paste.preview")}>
      <span className="k-label">{t("ddata.paste.preview")}</span>
      <Level tree={plan.tree} />
    </section>
  );
}

function Level({ tree }: { tree: readonly Planned[] }): ReactElement {
  const t = useT();
  return (
    <ul className="dd-plan">
      {tree.map((one) => (
        <li key={one.label}>
          <span data-state={one.state}>
            {one.label}
            {one.en === null || one.state !== "new" ? null : (
              <span className="k-muted k-small"> {one.en}</span>
            )}{" "}
            <Badge color={TINTS[one.state]}>{t(`ddata.paste.state.${one.state}`)}</Badge>
          </span>
          {one.below.length > 0 ? <Level tree={one.below} /> : null}
        </li>
      ))}
    </ul>
  );
}
