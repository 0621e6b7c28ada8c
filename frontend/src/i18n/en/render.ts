import type { render as source } from "../zh/render";

export const render: Record<keyof typeof source, string> = {};
