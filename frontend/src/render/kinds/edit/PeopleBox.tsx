import type { UseQueryResult } from "@tanstack/react-query";
import type { ComponentProps, ReactElement } from "react";
import { ApiProblem } from "../../../api/http";
import type { Person } from "../../../api/types";
import { useSay } from "../../../i18n";
import { Combobox } from "../../../kit";
import { useRender } from "../../env";

type BoxProps = Omit<ComponentProps<typeof Combobox>, "options" | "loading" | "note" | "onChange">;

interface PeopleBoxProps extends BoxProps {
  people: UseQueryResult<readonly Person[]>;
  /** Who was chosen, as he was found; null: nobody. */
  onChange: (id: string | null, person: Person | null) => void;
}

/** One of the people asked for, each with his unit; why there are none, if asking failed. */
export function PeopleBox({ people, onChange, ...box }: PeopleBoxProps): ReactElement {
  const say = useSay();
  const { titles } = useRender();
  const problem = people.error instanceof ApiProblem ? people.error : null;
  return (
    <Combobox
      {...box}
      options={(people.data ?? []).map((one) => ({
        id: one.id,
        label: one.name,
        hint: one.unit_name || undefined,
      }))}
      loading={people.isFetching}
      note={problem ? say(problem.text) : undefined}
      onChange={(id, option) => {
        if (id !== null && option) titles.name(id, option.label);
        onChange(id, people.data?.find((one) => one.id === id) ?? null);
      }}
    />
  );
}
