export const designtalk = {
  "dtalk.title": "讨论",
} as const;
