import { Suspense, useState, type ReactElement, type ReactNode } from "react";
import type { Titles, Values } from "../../../api/types";
import { late } from "../../../kit";
import { RenderProvider } from "../../../render/env";

const CreateDialog = late(() => import("./CreateDialog"));

interface Making {
  entity: string;
  prefill: Values;
  done: (id: string, title: string) => void;
}

/** Around the pages where records are filled in: names of references, and "create new" inside any picker. */
export function FillProvider({
  titles,
  children,
}: {
  titles?: Titles | undefined;
  children: ReactNode;
}): ReactElement {
  const [making, setMaking] = useState<Making | null>(null);
  return (
    <RenderProvider
      titles={titles}
      createNew={(entity, prefill, done) => setMaking({ entity, prefill, done })}
    >
      {children}
      {making ? (
        <Suspense fallback={null}>
          <CreateDialog
            entity={making.entity}
            prefill={making.prefill}
            onClose={() => setMaking(null)}
            onMade={(id, title) => {
              making.done(id, title);
              setMaking(null);
            }}
          />
        </Suspense>
      ) : null}
    </RenderProvider>
  );
}
