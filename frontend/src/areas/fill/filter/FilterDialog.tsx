import { useState, type ReactElement } from "react";
import { useT } from "../../../i18n";
import { Button, Dialog } from "../../../kit";
import { pathsFor, filterable } from "../list/model";
import type { Listing } from "../list/useListing";
import { countOf, DEEPEST, groupOf, ruleOfGroup, type Group } from "../../../engine/filter/groups";
import type { PathInfo } from "../../../engine/model/paths";
import { ConditionsProvider, type ConditionsEnv } from "../../../render/conditions/context";
import { EditGroup } from "../../../render/conditions/EditGroup";
import FilterWords from "./FilterWords";

/** Whoever looks at the list: a view with "me" fits everybody. */
const ME: PathInfo = {
  path: "@actor",
  labels: [{ zh: "我", en: "me" }],
  type: { type: "ref", target: "_person" },
  property: null,
  options: {},
};

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
  const paths = pathsFor(bundle, entity);
  const env: ConditionsEnv = {
    fields: paths.filter(({ path }) => filterable(bundle, entity, path)),
    paths: [...paths, ME],
    deepest: DEEPEST,
    rich: false,
    words: (part) => <FilterWords bundle={bundle} entity={entity} rule={part} />,
  };
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
        <ConditionsProvider value={env}>
          <EditGroup group={group} depth={1} onChange={setGroup} />
        </ConditionsProvider>
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
