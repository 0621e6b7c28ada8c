import type { designrules as zh } from "../zh/designrules";

export const designrules: Record<keyof typeof zh, string> = {
  "drule.title": "Rules",
};
