import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Banner } from "../../../kit";
import { ReadValue } from "../../../render/form/ReadValue";
import type { Left } from "../../../render/form/store";

/** A value of which nobody knows what it was typed into. */
const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What was typed into fields that are gone: nothing is lost in silence, it can be copied from here. */
export function LeftOver({ left }: { left: readonly Left[] }): ReactElement | null {
  const t = useT();
  const say = useSay();
  if (left.length === 0) return null;
  return (
    <Banner tone="info" icon="history">
      {t("drafts.left")}
      <ul className="fill-bullets">
        {left.map(({ id, field, value }) => (
          <li key={id}>
            {t("render.pair", { label: field ? say(field.label) : id, text: "" })}
            {field ? <ReadValue dense prop={field.property} value={value} /> : plain(value)}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
