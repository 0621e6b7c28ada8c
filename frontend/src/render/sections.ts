import { ordered, type FormDoc } from "../api/documents";
import type { Bundle } from "../api/types";
import type { Text } from "../i18n";

export interface Section<F> {
  readonly id: string;
  readonly title: string | null;
  readonly folded: boolean;
  readonly fields: readonly { readonly field: F; readonly width: "full" | "half" }[];
}

/** Sections of a form with the fields there are; without a layout one section of all fields. */
export function sectionsOf<F extends { readonly id: string }>(
  fields: readonly F[],
  layout: FormDoc | undefined,
  say: (text: Text) => string,
): Section<F>[] {
  if (!layout)
    return [
      { id: "all", title: null, folded: false, fields: fields.map((field) => ({ field, width: "full" })) },
    ];
  const byId = new Map(fields.map((field) => [field.id, field]));
  return ordered(layout.sections)
    .map(([id, section]) => ({
      id,
      title: say(section.label),
      folded: section.folded === true,
      fields: ordered(section.fields).flatMap(([name, place]) => {
        const field = byId.get(name);
        return field ? [{ field, width: place.width ?? "full" }] : [];
      }),
    }))
    .filter((section) => section.fields.length > 0);
}

/** The layout of an entity's first form. */
export function layoutOf(bundle: Bundle, entity: string): FormDoc | undefined {
  return Object.values(bundle.forms)
    .filter((form) => form.entity === entity)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))[0];
}
