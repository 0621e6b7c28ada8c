import type { designaccess as zh } from "../zh/designaccess";

export const designaccess: Record<keyof typeof zh, string> = {
  "daccess.title": "Access",
};
