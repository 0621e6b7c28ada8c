import { useSay, useT } from "../../../i18n";
import { useWorkbench } from "../workbench/context";

/** What an entity is called, with a word that it is out of use. */
export function useEntityName(): (entity: string) => string {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  return (entity) => {
    const info = app.entities[entity]?.entity;
    const name = say(info?.label);
    return info?.archived ? t("design.entity.retired", { name }) : name;
  };
}
