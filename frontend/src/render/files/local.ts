/** Ids of files that are still on this device, on their way to the server. */
export const isLocal = (id: string): boolean => id.startsWith("local_");
