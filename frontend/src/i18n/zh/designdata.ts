export const designdata = {
  "ddata.title": "数据与表单",
} as const;
