export const designaccess = {
  "daccess.title": "权限",
} as const;
