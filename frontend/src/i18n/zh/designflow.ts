export const designflow = {
  "dflow.title": "流程",
} as const;
