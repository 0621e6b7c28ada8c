export const designrules = {
  "drule.title": "规则",
} as const;
