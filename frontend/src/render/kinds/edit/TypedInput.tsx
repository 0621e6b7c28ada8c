import { useState, type HTMLAttributes, type ReactElement } from "react";
import { format, parse } from "../../../engine/form/kinds";
import type { Json } from "../../../engine/form/kind";
import { say } from "../../../i18n";
import { TextInput } from "../../../kit";
import { usePrint, useReadContext } from "../../env";
import type { EditProps } from "../kind";

interface TypedProps extends EditProps {
  type?: "text" | "tel" | "email" | "url";
  inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  before?: string;
  after?: string;
  /** How a stored value stands in the line; its printed form by default. */
  show?: (printed: string) => string;
}

/**
 * A line of typed text that means a value ("12.5万" is money): kept as typed while the hand is on it,
 * shown in its printed form afterwards. What cannot be read stays in the line and is said by the field.
 */
export function TypedInput(props: TypedProps): ReactElement {
  const {
    aria,
    prop,
    value,
    onChange,
    onIssue,
    onBlur,
    disabled,
    type = "text",
    inputMode,
    before,
    after,
  } = props;
  const { lang, print } = usePrint();
  const context = useReadContext();
  const [typed, setTyped] = useState<string | null>(null);
  const printed = format(value as Json, prop, lang, print);
  return (
    <TextInput
      {...aria}
      type={type}
      inputMode={inputMode}
      disabled={disabled}
      placeholder={say(prop.field.placeholder, lang)}
      {...(before === undefined ? {} : { before })}
      {...(after === undefined ? {} : { after })}
      value={typed ?? props.show?.(printed) ?? printed}
      onChange={(text) => {
        setTyped(text);
        const read = parse(text, prop, context);
        onIssue(read.issue ?? null);
        if (read.issue === undefined) onChange(read.value);
      }}
      onBlur={() => {
        if (typed !== null && parse(typed, prop, context).issue === undefined) setTyped(null);
        onBlur();
      }}
    />
  );
}
