export const fill = {} as const;
