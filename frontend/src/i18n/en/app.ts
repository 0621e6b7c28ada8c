import type { app as source } from "../zh/app";

export const app: Record<keyof typeof source, string> = {};
