import type { designtables as zh } from "../zh/designtables";

export const designtables: Record<keyof typeof zh, string> = {
  "dtable.title": "Decision tables",
};
