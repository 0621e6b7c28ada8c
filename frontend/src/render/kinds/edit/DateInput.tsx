import type { ReactElement } from "react";
import { parse } from "../../../engine/form/kinds";
import type { Property } from "../../../api/documents";
import { DatePicker, type DatePickerProps } from "../../../kit";
import { useReadContext } from "../../env";

const DATE: Property = { type: "string", field: { kind: "date", label: { zh: "" } } };

/** The kit's date picker, reading typed dates as the product reads them everywhere. */
export function DateInput(props: Omit<DatePickerProps, "read">): ReactElement {
  const context = useReadContext();
  return (
    <DatePicker
      {...props}
      read={(typed) => {
        const { value } = parse(typed, DATE, context);
        return typeof value === "string" ? value : null;
      }}
    />
  );
}
