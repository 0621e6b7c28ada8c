export const designtry = {
  "dtry.title": "试一试",
} as const;
