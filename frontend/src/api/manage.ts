/** People and units, for those who manage them. */
import type { Text } from "./documents";
import { at } from "./endpoints";
import { call } from "./http";

export interface Staff {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly unit_name: string;
  readonly login: string | null;
  readonly active: boolean;
  readonly must_change: boolean;
  /** App key -> role. */
  readonly roles: Readonly<Record<string, string>>;
  /** App key -> what that role is called, also where one may not give it; none where the app has no such role any more. */
  readonly role_labels: Readonly<Record<string, Text>>;
}

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly kind: string;
  readonly active: boolean;
  readonly children: readonly Unit[];
}

/** A person just made or reset; the password is told this once. */
export interface OneTime {
  readonly person: Staff;
  readonly password: string;
}

export interface PersonChange {
  readonly name?: string;
  readonly login?: string;
  readonly unit?: string;
  readonly active?: boolean;
  /** "" takes the role in an app away. */
  readonly roles?: Readonly<Record<string, string>>;
}

export const listStaff = (q: string) => call<readonly Staff[]>(at("/api/staff", {}), { query: { q } });
export const addPerson = (body: {
  readonly name: string;
  readonly login: string;
  readonly unit: string;
  readonly roles: Readonly<Record<string, string>>;
}) => call<OneTime>(at("/api/people", {}), { method: "POST", body });
export const changePerson = (person: string, body: PersonChange) =>
  call<Staff>(at("/api/people/{person}", { person }), { method: "PATCH", body });
export const resetPassword = (person: string) =>
  call<OneTime>(at("/api/people/{person}/password", { person }), { method: "POST", body: {} });

export const listUnitTree = () => call<readonly Unit[]>(at("/api/units", {}));
export const addUnit = (body: { readonly name: string; readonly parent: string | null }) =>
  call<Unit>(at("/api/units", {}), { method: "POST", body });
export const changeUnit = (
  unit: string,
  body: { readonly name?: string; readonly parent?: string | null; readonly active?: boolean },
) => call<Unit>(at("/api/units/{unit}", { unit }), { method: "PATCH", body });
