import type { fill as source } from "../zh/fill";

export const fill: Record<keyof typeof source, string> = {};
