/** Why a value cannot be stored: a code of schemas/errors.json and its parameters, never prose. */

export interface Issue {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Thrown inside the kinds; the public functions of `kinds.ts` turn it into an `Outcome`. */
export class FieldIssue extends Error implements Issue {
  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

export const wrongType = (expected: string): FieldIssue => new FieldIssue("wrong_type", { expected });
