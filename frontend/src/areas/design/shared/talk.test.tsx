import "../../../i18n/parts/design";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { serve } from "../../../testing/server";
import { accessible, prepare, show } from "../../../testing/stage";
import { useWorkbench } from "../workbench/context";
import { AcceptedIn } from "./AcceptedIn";
import { TalkAt } from "./TalkAt";

prepare();

const accepted = (version: number | null) => ({
  id: `t${version ?? 0}`,
  place: { zh: "报价后拜访" },
  author: { id: "p2", name: "李娜" },
  changes: [{ words: { zh: `时限改了 ${version ?? 0}` } }],
  decided: { by: { id: "p1", name: "陈静" }, at: "2026-03-02T03:00:00Z", text: "", version },
});
const page = { next: null, open: { "duty/visit_soon/due/after": 2, app: 1 }, waiting: 0, designs: true };

describe("a version in the list", () => {
  it("names the proposals that came into force with it, whose they were and who accepted them", async () => {
    // It is among those of the second page.
    serve({
      "GET /api/design/small/talk": ({ query }) =>
        query.get("after") === "50"
          ? { ...page, topics: [accepted(2)] }
          : { ...page, topics: [accepted(3), accepted(null)], next: 50 },
    });
    await show(
      <Bench app={DESIGNED}>
        <AcceptedIn version={2} />
      </Bench>,
    );
    expect(await screen.findByText("时限改了 2")).toBeTruthy();
    expect(screen.getByText("李娜提议，陈静采纳")).toBeTruthy();
    expect(screen.queryByText("时限改了 3")).toBeNull();
    expect(screen.queryByText("时限改了 0")).toBeNull();
    await accessible();
  });
});

describe("the way to what is said about a place", () => {
  it("counts what is open there and in what lies in it, and leads there", async () => {
    serve({ "GET /api/design/small/talk": () => ({ ...page, topics: [] }) });
    const Where = () => <p>{`at: ${useWorkbench().at ?? "nowhere"}`}</p>;
    await show(
      <Bench app={DESIGNED}>
        <TalkAt path="duty/visit_soon" />
        <Where />
      </Bench>,
    );
    await userEvent.click(await screen.findByRole("button", { name: "这里的讨论，2 条未处理" }));
    expect(screen.getByText("at: duty/visit_soon")).toBeTruthy();
  });
});
