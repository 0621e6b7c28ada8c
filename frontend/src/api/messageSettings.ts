/** When and by what one is told outside the inbox. */
import { at } from "./endpoints";
import { call } from "./http";
import type { components } from "./schema";

export type MessageSettings = components["schemas"]["MessageSettings"];

export interface MessageSettingsChange {
  readonly quiet: { readonly from: string; readonly to: string } | null;
  readonly digest: MessageSettings["digest"];
  readonly channels: Readonly<Record<string, boolean>>;
}

export const readMessageSettings = () => call<MessageSettings>(at("/api/messages/settings", {}));
export const putMessageSettings = (body: MessageSettingsChange) =>
  call<MessageSettings>(at("/api/messages/settings", {}), { method: "PUT", body });
