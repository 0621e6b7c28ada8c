import { useState } from "react";
import type { Mapping, StageLeft } from "../../../api/publishing";

export interface Mapped {
  readonly value: Mapping;
  readonly choose: (entity: string, stage: string, to: string) => void;
}

/** Where the records of stages go that are no more. */
export function useMapping(): Mapped {
  const [value, setValue] = useState<Mapping>({});
  return {
    value,
    choose: (entity, stage, to) =>
      setValue((before) => ({ ...before, [entity]: { ...before[entity], [stage]: to } })),
  };
}

/** What a mapping calls a stage that is no more: where its paths lead through other stages, each path by itself. */
export const goneFrom = ({ stage, path }: StageLeft): string => (path ? `${stage}/${path}` : stage);

/** Stages whose records have no place yet. */
export const unplaced = (needed: readonly StageLeft[], { value }: Mapped): StageLeft[] =>
  needed.filter((left) => !left.offered.some(({ id }) => id === value[left.entity]?.[goneFrom(left)]));
