export const designtables = {
  "dtable.title": "判定表",
} as const;
