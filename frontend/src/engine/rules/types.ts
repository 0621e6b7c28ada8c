/** What the type check knows of a value. */

export type TypeName =
  "text" | "number" | "boolean" | "date" | "instant" | "choice" | "set" | "ref" | "opaque";
export type Unit = "" | "money" | "percent" | "seconds";

/**
 * The type of a field, a parameter or a result. `options` are the ids of a closed list, archived ones included;
 * `target` is what a reference (or each element of a set) stands for: an entity id, `_person`, `_unit`, `_file`;
 * `unit` says what a number counts: money in minor units, percent as a ratio, seconds.
 */
export interface FieldType {
  readonly type: TypeName;
  readonly options?: readonly string[] | undefined;
  readonly target?: string | undefined;
  readonly unit?: Unit | undefined;
}

/** Types by field path; parameters under `@name`. */
export type Scope = Readonly<Record<string, FieldType>>;

/** A scope in which a type may be written as its bare name. */
export function typeScope(fields: Readonly<Record<string, string | FieldType>>): Scope {
  return Object.fromEntries(
    Object.entries(fields).map(([path, type]) => [
      path,
      typeof type === "string" ? { type: type as TypeName } : type,
    ]),
  );
}
