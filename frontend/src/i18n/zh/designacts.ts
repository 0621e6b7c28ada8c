export const designacts = {
  "dacts.title": "动作与必做",
} as const;
