export const design = {
  "design.title": "设计",
} as const;
