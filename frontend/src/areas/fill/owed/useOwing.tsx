import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState, type ReactNode } from "react";
import type { Owed } from "../../../api/owed";
import { useSay, useT } from "../../../i18n";
import { late, toast } from "../../../kit";
import { useApp } from "../../../render/context";

const DoSheet = late(() => import("./DoSheet"));
const WhySheet = late(() => import("../../../render/owed/WhySheet"));

interface Owing {
  /** Open the mini form of the act (the page of the decision, for an approval). */
  begin: (owed: Owed) => void;
  /** Open why it is owed. */
  why: (owed: Owed) => void;
  sheet: ReactNode;
}

/** Doing what is owed, wherever it is listed: one press to the form, and told when it is done. */
export function useOwing(onDone: (owed: Owed) => void, left: number | null): Owing {
  const t = useT();
  const say = useSay();
  const navigate = useNavigate();
  const { app } = useApp();
  const [open, setOpen] = useState<{ readonly kind: "do" | "why"; readonly owed: Owed } | null>(null);
  const close = () => setOpen(null);
  const begin = (owed: Owed) => {
    if (owed.kind === "approval") {
      close();
      if (owed.approval) void navigate({ to: "/a/$app/approvals/$id", params: { app, id: owed.approval } });
      else void navigate({ to: "/a/$app/approvals", params: { app } });
    } else setOpen({ kind: "do", owed });
  };
  const done = (owed: Owed, asked: boolean) => {
    close();
    const name = say(owed.label);
    toast({
      text: asked
        ? t("owed.sent", { name })
        : left !== null && left > 1
          ? t("owed.doneLeft", { name, n: left - 1 })
          : t("owed.done", { name }),
      tone: "good",
    });
    onDone(owed);
  };
  const sheet = open ? (
    <Suspense fallback={null}>
      {open.kind === "do" ? (
        <DoSheet owed={open.owed} onDone={(asked) => done(open.owed, asked)} onClose={close} />
      ) : (
        <WhySheet
          owed={open.owed}
          onDo={open.owed.rights.act || open.owed.kind === "approval" ? () => begin(open.owed) : null}
          onClose={close}
        />
      )}
    </Suspense>
  ) : null;
  return { begin, why: (owed) => setOpen({ kind: "why", owed }), sheet };
}
