import { useEffect, useRef, useState } from "react";
import { drafts, type Draft } from "../../../api/device";
import { ApiProblem } from "../../../api/http";
import type { Values } from "../../../api/types";
import type { FormStore, Left } from "../../../render/form/store";
import type { TitleBook } from "../../../render/env";

/** How long the hand must rest before the input is kept. */
const REST = 400;

export interface DraftState {
  /** Input of an earlier visit, not yet taken up or thrown away. */
  found: Draft | null;
  restore: () => void;
  discard: () => void;
  /** "saved": what is on screen is on the device; "unsaved": the device refused it. */
  state: "clean" | "saved" | "unsaved";
  /** The input as it stands now. */
  snapshot: () => Draft;
  /** After a submit that went through. */
  clear: () => void;
}

function draftOf(key: string, store: FormStore, titles: TitleBook, version: number | null): Draft {
  const values: Values = store.changes();
  const fields = Object.fromEntries(
    store.plan.fields
      .filter(({ id }) => Object.hasOwn(values, id))
      .map(({ id, label, property }) => [id, { label, property }]),
  );
  // What has no place any more is shown to be copied: it stays as long as the rest does.
  for (const { id, field, value } of store.left) {
    values[id] = value;
    if (field) fields[id] = { label: field.label, property: field.property };
  }
  return { key, values, fields, titles: titles.all(), version, saved: Date.now() };
}

/**
 * Keeps what is being typed into `store` on the device under `key`, and offers what an earlier visit left there.
 * `onRestored` is told, when it is taken up again, what of it has no place any more and, where it was sent and not stored,
 * why.
 */
export function useDraft(
  key: string,
  store: FormStore,
  titles: TitleBook,
  version: number | null,
  onRestored: (left: readonly Left[], why: ApiProblem | null) => void,
): DraftState {
  const [found, setFound] = useState<Draft | null>(null);
  const [state, setState] = useState<DraftState["state"]>("clean");
  const pending = useRef<ReturnType<typeof setTimeout> | null>(null);

  useEffect(() => {
    let live = true;
    void drafts.read(key).then((draft) => {
      if (live && draft && Object.keys(draft.values).length > 0) setFound(draft);
    });
    return () => {
      live = false;
    };
  }, [key]);

  useEffect(() => {
    const keep = () => {
      pending.current = null;
      const draft = draftOf(key, store, titles, version);
      if (Object.keys(draft.values).length === 0) return;
      void drafts.write(draft).then((kept) => setState(kept ? "saved" : "unsaved"));
    };
    const stop = store.watchInput(() => {
      if (pending.current) clearTimeout(pending.current);
      pending.current = setTimeout(keep, REST);
    });
    // A page put away mid-word (the phone rings) keeps that word too.
    const leave = () => {
      if (pending.current) keep();
    };
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", leave);
    return () => {
      stop();
      leave();
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", leave);
    };
  }, [key, store, titles, version]);

  const cancel = () => {
    if (pending.current) clearTimeout(pending.current);
    pending.current = null;
  };
  const clear = () => {
    cancel();
    setState("clean");
    void drafts.remove(key);
  };
  return {
    found,
    state,
    clear,
    snapshot: () => {
      // Kept now and not later: a late keep must not bring back what is on its way.
      cancel();
      const draft = draftOf(key, store, titles, version);
      void drafts.write(draft);
      return draft;
    },
    restore: () => {
      if (!found) return;
      for (const [id, title] of Object.entries(found.titles)) titles.name(id, title);
      const left = store.restore(found.values, found.fields);
      onRestored(left, found.refused ? new ApiProblem(409, found.refused) : null);
      setFound(null);
      setState("saved");
    },
    discard: () => {
      setFound(null);
      clear();
    },
  };
}
