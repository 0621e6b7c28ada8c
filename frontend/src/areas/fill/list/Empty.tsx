import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useSay, useT } from "../../../i18n";
import { Button, EmptyState, Icon, iconOf } from "../../../kit";
import type { Listing } from "./useListing";

/** No rows: because none match, or because there are none yet; with the way out of either. */
export function Empty({ listing }: { listing: Listing }): ReactElement {
  const t = useT();
  const say = useSay();
  const { app, bundle, entity, filter, q } = listing;
  const info = bundle.entities[entity]?.entity;
  const name = say(info?.label);
  const icon = iconOf(bundle.entities[entity]?.entity.icon, "list");
  if (filter !== null || q !== "")
    return (
      <div className="k-card">
        <EmptyState
          icon="search"
          title={t("list.noMatch", { name })}
          action={
            <Button onClick={() => listing.set({ filter: filter === null ? null : "none", q: null })}>
              {t("list.clear")}
            </Button>
          }
        >
          {t("list.noMatch.text")}
        </EmptyState>
      </div>
    );
  const may = bundle.rights[entity]?.create === true;
  return (
    <div className="k-card">
      <EmptyState
        icon={icon}
        title={t("list.none", { name })}
        action={
          may ? (
            <Link to="/a/$app/e/$entity/new" params={{ app, entity }} className="k-btn" data-tone="primary">
              <Icon name="plus" />
              {t("render.createNew", { name })}
            </Link>
          ) : null
        }
      >
        {may ? t("list.none.text") : null}
      </EmptyState>
    </div>
  );
}
