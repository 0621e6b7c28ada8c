import { useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Button, Dialog } from "../../../kit";
import { pathsFor, filterable } from "../list/model";
import type { Listing } from "../list/useListing";
import { countOf, groupOf, ruleOfGroup, type Group } from "./draft";
import { EditGroup } from "./EditGroup";
import "./filter.css";
import FilterWords from "./FilterWords";

/** The filter of a list, built of rows and groups, said back as a sentence before it is applied. */
export default function FilterDialog({
  listing,
  onClose,
}: {
  listing: Listing;
  onClose: () => void;
}): ReactElement {
  const t = useT();
  const { bundle, entity } = listing;
  const [group, setGroup] = useState<Group>(() => groupOf(listing.filter));
  const fields = pathsFor(bundle, entity).filter(({ path }) => filterable(bundle, entity, path));
  const rule = ruleOfGroup(group);
  const apply = () => {
    listing.setFilter(rule);
    onClose();
  };
  return (
    <Dialog
      title={t("filter.title")}
      size="l"
      onClose={onClose}
      footer={
        <>
          <Button tone="quiet" onClick={() => setGroup(groupOf(null))}>
            {t("filter.clear")}
          </Button>
          <Button tone="primary" onClick={apply}>
            {t("filter.apply")}
          </Button>
        </>
      }
    >
      <form
        className="k-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <EditGroup
          group={group}
          depth={1}
          fields={fields}
          paths={pathsFor(bundle, entity)}
          bundle={bundle}
          entity={entity}
          onChange={setGroup}
        />
        <div className="flt-preview">
          {rule ? (
            <FilterWords bundle={bundle} entity={entity} rule={rule} />
          ) : (
            <p className="flt-words">{countOf(group) > 0 ? t("filter.incomplete") : t("filter.none")}</p>
          )}
        </div>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
