import type { designflow as zh } from "../zh/designflow";

export const designflow: Record<keyof typeof zh, string> = {
  "dflow.title": "Flow",
};
