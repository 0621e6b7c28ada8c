/** Channels, people's addresses there, deliveries and the worker, for those who manage them. */
import type { Text } from "./documents";
import { at } from "./endpoints";
import { call } from "./http";
import type { components } from "./schema";

type Wire = components["schemas"];

export type ChannelKindId = Wire["ChannelKindView"]["kind"];
export type ChannelField = Omit<Wire["ChannelField"], "label"> & { readonly label: Text };
export type ChannelKind = Omit<Wire["ChannelKindView"], "label" | "address" | "fields"> & {
  readonly label: Text;
  readonly address: Text | null;
  readonly fields: readonly ChannelField[];
};
export type Channel = Omit<Wire["ChannelView"], "config"> & {
  readonly config: Readonly<Record<string, string>>;
};
export interface Channels {
  readonly rows: readonly Channel[];
  readonly kinds: readonly ChannelKind[];
}
export interface ChannelChange {
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  /** Absent: the secrets there stay. */
  readonly secret?: Readonly<Record<string, string>>;
  readonly active: boolean;
  readonly revision: number;
}
export type Address = Wire["AddressView"];
export type Delivery = Wire["DeliveryView"];
export type DeliveryPage = Wire["DeliveryPage"];
export type WorkerState = Wire["WorkerView"];

export const listChannels = () => call<Channels>(at("/api/channels", {}));
export const putChannel = (channel: string, body: ChannelChange) =>
  call<Channel>(at("/api/channels/{channel}", { channel }), { method: "PUT", body });
export const removeChannel = (channel: string) =>
  call<undefined>(at("/api/channels/{channel}", { channel }), { method: "DELETE" });
export const testChannel = (channel: string, to: string) =>
  call<Wire["TestView"]>(at("/api/channels/{channel}/test", { channel }), { method: "POST", body: { to } });
export const listAddresses = (channel: string) =>
  call<readonly Address[]>(at("/api/channels/{channel}/addresses", { channel }));
export const putAddresses = (channel: string, addresses: Readonly<Record<string, string>>) =>
  call<readonly Address[]>(at("/api/channels/{channel}/addresses", { channel }), {
    method: "PUT",
    body: { addresses },
  });
export const listDeliveries = (query: { readonly state: string | null; readonly after: number | null }) =>
  call<DeliveryPage>(at("/api/deliveries", {}), { query });
export const replayDelivery = (delivery: string) =>
  call<Delivery>(at("/api/deliveries/{delivery}/replay", { delivery }), { method: "POST", body: {} });
export const listWorkers = () => call<readonly WorkerState[]>(at("/api/workers", {}));
/** A text with placeholders as each kind of channel shows it, with sample values. */
export const previewText = (app: string, entity: string, text: Text) =>
  call<Wire["PreviewAnswer"]>(at("/api/channels/preview", {}), {
    method: "POST",
    body: { app, entity, text },
  });
