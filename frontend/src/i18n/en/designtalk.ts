import type { designtalk as zh } from "../zh/designtalk";

export const designtalk: Record<keyof typeof zh, string> = {
  "dtalk.title": "Talk",
};
