import { rests } from "../../../engine/design/commands/entities";
import { useSay, useT } from "../../../i18n";
import { useWorkbench } from "../workbench/context";

/** What an entity is called, with a word that it is out of use. */
export function useEntityName(): (entity: string) => string {
  const t = useT();
  const say = useSay();
  const { app } = useWorkbench();
  return (entity) => {
    const name = say(app.entities[entity]?.entity.label);
    return rests(app, entity) ? t("design.entity.retired", { name }) : name;
  };
}
