import type { designtry as zh } from "../zh/designtry";

export const designtry: Record<keyof typeof zh, string> = {
  "dtry.title": "Try it",
};
