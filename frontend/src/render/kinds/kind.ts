/** The one shape of a field kind on screen: how it is edited and how it is read. */
import type { ComponentType } from "react";
import type { Property } from "../../api/documents";
import type { Value } from "../../api/types";
import type { Issue } from "../../engine/form/issue";
import type { ControlAria } from "../../kit";

export interface EditProps {
  readonly aria: ControlAria;
  /** Id of the field in its form. */
  readonly id: string;
  readonly prop: Property;
  /** Plain words of the field. */
  readonly label: string;
  /** Stored form; null or undefined when empty. */
  readonly value: Value;
  /** The new stored value, or a function from the value at that moment to the new one. */
  readonly onChange: (value: Value) => void;
  /** What is typed cannot be stored, and why; null when it can again. */
  readonly onIssue: (issue: Issue | null) => void;
  readonly onBlur: () => void;
  readonly disabled: boolean;
  readonly required: boolean;
}

export interface ReadProps {
  readonly prop: Property;
  readonly value: Value;
  /** In a table cell: one line, no previews. */
  readonly dense?: boolean | undefined;
}

/** How a kind is edited. */
export interface KindEdit {
  readonly Edit: ComponentType<EditProps>;
  /** Several controls under one label instead of a single one. */
  readonly group?: boolean;
}

/** How a kind is read; light, so that pages of lists need nothing of the forms. */
export interface KindRead {
  readonly Read: ComponentType<ReadProps>;
  /** Numbers stand on the right in tables. */
  readonly number?: boolean;
  /** Needs the whole width of a form whatever the layout says. */
  readonly wide?: boolean;
}
