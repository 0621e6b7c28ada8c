import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useUnits } from "../../../api/hooks";
import type { Queue } from "../../../api/owed";
import type { UnitNode } from "../../../api/types";
import { useSay, useT } from "../../../i18n";
import { Button, Check, Field, Select, usePhone, type Choice } from "../../../kit";
import { useApp } from "../../../render/context";
import { PersonPicker } from "../../../render/kinds/edit/person";
import type { QueueSearch } from "./search";

/** Units as an indented list, those below after those above. */
export function flat(units: readonly UnitNode[], depth = 0): Choice[] {
  return units.flatMap((unit) => [
    { id: unit.id, label: `${"　".repeat(depth)}${unit.name}` },
    ...flat(unit.children, depth + 1),
  ]);
}

/** Whose, of which unit, of which duty; the address keeps it. */
export function Filters({ queue, search }: { queue: Queue; search: QueueSearch }): ReactElement {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const { app, bundle } = useApp();
  const units = useUnits(true);
  const phone = usePhone();
  const set = (part: { readonly [K in keyof QueueSearch]?: QueueSearch[K] | undefined }) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined),
    );
    void navigate({ to: "/a/$app/queues", params: { app }, search: next, replace: true });
  };
  const duties = (queue.duties.length > 0 ? queue.duties : Object.keys(bundle.duties)).map((id) => ({
    id,
    label: say(bundle.duties[id]?.label) || id,
  }));
  const narrowed = Object.keys(search).some((name) => name !== "queue");
  const fields = (
    <div className="watch-filters">
      <Field label={t("watch.filter.owner")} group>
        {(aria) => (
          <PersonPicker
            aria={aria}
            label={t("watch.filter.owner")}
            empty={t("watch.filter.any")}
            value={search.owner ?? null}
            onChange={(owner) => set({ owner: owner ?? undefined })}
          />
        )}
      </Field>
      <Field label={t("watch.filter.unit")}>
        {(aria) => (
          <Select
            {...aria}
            value={search.unit ?? null}
            onChange={(unit) => set({ unit: unit ?? undefined })}
            options={flat(units.data ?? [])}
            empty={t("watch.filter.any")}
          />
        )}
      </Field>
      {duties.length > 1 ? (
        <Field label={t("watch.filter.duty")}>
          {(aria) => (
            <Select
              {...aria}
              value={search.duty ?? null}
              onChange={(duty) => set({ duty: duty ?? undefined })}
              options={duties}
              empty={t("watch.filter.any")}
            />
          )}
        </Field>
      ) : null}
      <Check
        label={t("watch.filter.overdue")}
        checked={search.overdue !== undefined}
        onChange={(on) => set({ overdue: on ? "1" : undefined })}
      />
      {narrowed ? (
        <Button
          size="s"
          tone="quiet"
          onClick={() =>
            void navigate({
              to: "/a/$app/queues",
              params: { app },
              search: { queue: queue.id },
              replace: true,
            })
          }
        >
          {t("watch.clear")}
        </Button>
      ) : null}
    </div>
  );
  if (!phone) return fields;
  // On the phone the rows come first: what narrows them is a press away.
  return (
    <details className="watch-fold" open={narrowed}>
      <summary>{t("watch.filter")}</summary>
      {fields}
    </details>
  );
}
