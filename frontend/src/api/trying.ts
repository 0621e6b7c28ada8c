/** Trials of a draft (docs/designing.md, section 5). */
import type { Text } from "./documents";
import { at } from "./endpoints";
import { call } from "./http";
import type { components } from "./schema";

type Wire = components["schemas"];
type With<T, M> = Omit<T, keyof M> & M;

export type Told = With<
  Wire["TrialTold"],
  { readonly notice: With<Wire["NoticeView"], { readonly title: Text; readonly body: Text }> }
>;
export type TrialPerson = With<Wire["TrialPerson"], { readonly role_label: Text }>;
export type TrialLeftOut = With<Wire["TrialLeftOut"], { readonly label: Text; readonly why: Text }>;
export type Trial = With<
  Wire["TrialView"],
  {
    readonly people: readonly TrialPerson[];
    readonly told: readonly Told[];
    readonly left_out: readonly TrialLeftOut[];
    readonly next_due: With<NonNullable<Wire["TrialView"]["next_due"]>, { readonly what: Text }> | null;
  }
>;
export interface Passed {
  readonly trial: Trial;
  readonly happened: readonly Told[];
}
/** How far the time goes on: a duration, or to just after the next deadline. */
export type Step = { readonly by: string } | { readonly to: "next" };

export const trialKey = (app: string) => ["design", app, "trial"] as const;

const path = (app: string) => at("/api/design/{app}/trial", { app });

export const readTrial = async (app: string) => (await call<{ trial: Trial | null }>(path(app))).trial;
export const beginTrial = async (app: string, sample: boolean) =>
  (await call<{ trial: Trial | null }>(path(app), { method: "POST", body: { sample } })).trial;
export const endTrial = (app: string) => call<undefined>(path(app), { method: "DELETE" });
export const advanceTrial = (app: string, seen: string, step: Step) =>
  call<Passed>(`${path(app)}/advance`, { method: "POST", body: { seen, ...step } });
