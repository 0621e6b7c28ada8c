import type { AppDoc } from "../../../engine/design/documents";

/**
 * What somebody who designs may hand on of the two rights over the app itself: nobody grants what he does not hold. Which
 * role one designs by only the server knows; what no role has can be given by nobody.
 */
export function holds(live: AppDoc | null, app: AppDoc): { design: boolean; people: boolean } {
  const roles = Object.values((live ?? app).access.roles);
  return { design: true, people: roles.some((role) => role.people === true) };
}
