import type { designdata as zh } from "../zh/designdata";

export const designdata: Record<keyof typeof zh, string> = {
  "ddata.title": "Data and forms",
};
