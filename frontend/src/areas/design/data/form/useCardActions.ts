import { useEffect, useMemo, useRef } from "react";
import { fieldPath } from "../../../../engine/design/commands/fields";
import { setWidth, takeOff } from "../../../../engine/design/commands/forms";
import { useWorkbench } from "../../workbench/context";
import type { CardActions } from "./FieldCard";
import { gapBeside, groupsOf, moving, type Gap, type Layout } from "./spots";

/** What cards do. The same object for as long as the form is shown, so that cards are not drawn again for it. */
export function useCardActions(layout: Layout): CardActions {
  const workbench = useWorkbench();
  const now = useRef(workbench);
  useEffect(() => {
    now.current = workbench;
  });
  return useMemo(() => {
    const { entity, form } = layout;
    const put = (id: string, gap: Gap | null) => {
      const command = gap && moving(now.current.app, layout, id, gap);
      if (command) now.current.run(command);
    };
    return {
      select: (id) => now.current.goTo(fieldPath(entity, id)),
      step: (id, by) => put(id, gapBeside(groupsOf(now.current.app, layout), id, by)),
      into: (id, group) => put(id, { group, before: null }),
      width: (id, group, width) => {
        if (form !== null) now.current.run(setWidth(now.current.app, { form, section: group }, id, width));
      },
      takeOff: (id) => {
        if (form !== null) now.current.run(takeOff(now.current.app, form, id));
      },
    };
  }, [layout]);
}
