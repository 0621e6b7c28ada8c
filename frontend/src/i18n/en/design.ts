import type { design as zh } from "../zh/design";

export const design: Record<keyof typeof zh, string> = {
  "design.title": "Design",
};
