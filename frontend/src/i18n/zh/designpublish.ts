export const designpublish = {
  "dpub.title": "发布",
} as const;
