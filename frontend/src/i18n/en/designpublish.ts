import type { designpublish as zh } from "../zh/designpublish";

export const designpublish: Record<keyof typeof zh, string> = {
  "dpub.title": "Publish",
};
