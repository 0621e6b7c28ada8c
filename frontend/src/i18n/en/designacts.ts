import type { designacts as zh } from "../zh/designacts";

export const designacts: Record<keyof typeof zh, string> = {
  "dacts.title": "Actions and duties",
};
