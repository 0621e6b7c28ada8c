/** The section and the selected place in the address, and the way to another. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { useCallback } from "react";
import { sectionOf, SECTIONS, type Section } from "../../../engine/design/sections";

export interface Where {
  readonly section: Section;
  /** A document path; null: nothing is selected. */
  readonly at: string | null;
}

/** "flow/flow/deal/stages/quote" -> the section `flow`, at "flow/deal/stages/quote". An unknown section is the first one. */
export function readPlace(rest: string | undefined): Where {
  const [first = "", ...path] = (rest ?? "").split("/").filter((step) => step !== "");
  const section = SECTIONS.find((one) => one === first);
  if (!section) return { section: SECTIONS[0], at: null };
  return { section, at: path.length > 0 ? path.join("/") : null };
}

/** What stands behind the app's key for a section and a place in it. */
export const writePlace = (section: Section, at: string | null): string =>
  at === null ? section : `${section}/${at}`;

/** Where a path is opened from `here`: in the section that edits it, else where one is. */
export const placeFor = (here: Section, path: string | null): string =>
  writePlace(path === null ? here : (sectionOf(path) ?? here), path);

/**
 * Whether another selection leaves the page as it stands: a field of the same form, a stage of the same flow. Who is far
 * down in it stays there; everything else is another page, which begins at its top.
 */
export function stays(from: Where, to: Where): boolean {
  const [, one, view] = (from.at ?? "").split("/");
  const [, other, next] = (to.at ?? "").split("/");
  const page = ({ section }: Where) => section === "data" || section === "flow";
  const whole = (member: string | undefined) => member === "list" || member === "entity";
  return page(from) && from.section === to.section && one === other && !whole(view) && !whole(next);
}

export function usePlace(): Where & {
  goTo: (path: string | null) => void;
  open: (section: Section) => void;
} {
  const { app, _splat } = useParams({ from: "/inside/design/$app/$" });
  const navigate = useNavigate();
  const { section, at } = readPlace(_splat);
  const go = useCallback(
    (to: string, resetScroll = true) =>
      void navigate({ to: "/design/$app/$", params: { app, _splat: to }, resetScroll }),
    [navigate, app],
  );
  const goTo = useCallback(
    (path: string | null) => {
      const to = placeFor(section, path);
      if (to !== writePlace(section, at)) go(to, !stays({ section, at }, readPlace(to)));
    },
    [go, section, at],
  );
  const open = useCallback((to: Section) => go(writePlace(to, null)), [go]);
  return { section, at, goTo, open };
}
