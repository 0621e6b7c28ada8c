import type { ReactElement } from "react";
import type { Values } from "../../../api/types";
import type { FieldPlan, FormPlan } from "../../../engine/form/plan";
import { useSay, useT } from "../../../i18n";
import { Banner, Button } from "../../../kit";
import { ReadValue } from "../../../render/form/ReadValue";

/** One field someone else changed while this form was open. */
export interface Difference {
  readonly field: FieldPlan;
  readonly before: unknown;
  readonly theirs: unknown;
  /** I have changed it too. */
  readonly both: boolean;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What changed between the version the form started from and the one stored now. */
export function differences(plan: FormPlan, before: Values, now: Values, mine: Values): Difference[] {
  return plan.fields
    .filter((field) => !same(before[field.id], now[field.id]))
    .map((field) => ({
      field,
      before: before[field.id] ?? null,
      theirs: now[field.id] ?? null,
      both: field.id in mine && !same(mine[field.id], now[field.id]),
    }));
}

interface ConflictProps {
  differences: readonly Difference[];
  onTheirs: (field: string) => void;
}

/** Someone was faster: what they changed, and that mine is still here. */
export function Conflict({ differences: found, onTheirs }: ConflictProps): ReactElement {
  const t = useT();
  const say = useSay();
  return (
    <Banner tone="warn" icon="alert" live="alert">
      <strong>{t("record.conflict.title")}</strong>
      <div>{t("record.conflict.help")}</div>
      <ul className="fill-bullets">
        {found.map(({ field, before, theirs, both }) => (
          <li key={field.id}>
            {t("render.pair", { label: say(field.label), text: "" })}
            <ReadValue dense prop={field.property} value={before} /> →{" "}
            <ReadValue dense prop={field.property} value={theirs} />
            {both ? (
              <>
                {" "}
                {t("record.conflict.both")}{" "}
                <Button tone="link" onClick={() => onTheirs(field.id)}>
                  {t("record.conflict.theirs")}
                </Button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
