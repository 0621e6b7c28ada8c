import "../../../i18n/parts/design";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { EMPTY, type History } from "../../../engine/design/history";
import { Bench } from "../../../testing/bench";
import { DESIGNED } from "../../../testing/designed";
import { accessible, prepare, show } from "../../../testing/stage";
import { serve } from "../../../testing/server";
import { useWorkbench } from "./context";
import { checklist } from "./checklist";
import { Header } from "./Header";
import { Rail } from "./Rail";
import { renameApp } from "../../../engine/design/commands/app";

prepare();

const nothing = () => undefined;
const HISTORY: History = EMPTY;

function Top() {
  const { app, run, undo } = useWorkbench();
  return (
    <>
      <Header
        ahead={3}
        history={HISTORY}
        panel={null}
        onPanel={nothing}
        onTalk={nothing}
        onKeys={nothing}
        onSettings={nothing}
      />
      <Rail
        steps={checklist({ app, findings: [], ahead: 3, tried: false })}
        section="data"
        onOpen={nothing}
      />
      <button type="button" onClick={() => run(renameApp(app, "新名字", "zh"))}>
        改名
      </button>
      <button type="button" onClick={() => undo?.()}>
        退一步
      </button>
    </>
  );
}

async function open(phone: boolean) {
  serve({
    "GET /api/design/small/talk": () => ({ topics: [], next: null, open: {}, waiting: 0, designs: true }),
  });
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: phone && query.includes("max-width"),
    addEventListener: nothing,
    removeEventListener: nothing,
  }));
  return show(
    <Bench app={DESIGNED} live={DESIGNED}>
      <Top />
    </Bench>,
  );
}

describe("the top of the workbench", () => {
  it("has redo in its menu on a phone, and says that all is saved", async () => {
    const user = userEvent.setup();
    const { container } = await open(true);
    expect(screen.getByText("已保存")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /重做/ })).toBeNull();
    const name = () => screen.getByRole<HTMLInputElement>("textbox", { name: "应用名称" }).value;
    await user.click(screen.getByRole("button", { name: "改名" }));
    await user.click(screen.getByRole("button", { name: "退一步" }));
    expect(name()).not.toBe("新名字");
    await user.click(screen.getByRole("button", { name: "更多" }));
    await user.click(screen.getByRole("menuitem", { name: /重做/ }));
    expect(name()).toBe("新名字");
    await accessible(container);
  });
  it("folds the way to publishing at the end of the sections on a phone", async () => {
    const user = userEvent.setup();
    await open(true);
    const head = screen.getByRole("button", { name: /^搭建进度/, expanded: false });
    const sections = screen.getByRole("navigation");
    expect(sections.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    await user.click(head);
    expect(screen.getAllByRole("listitem").length).toBeGreaterThan(4);
  });
  it("shows redo and the way beside the sections where there is room", async () => {
    await open(false);
    expect(screen.getByRole("button", { name: /重做/ })).toBeTruthy();
    expect(screen.getByRole("button", { name: /^搭建进度/, expanded: true })).toBeTruthy();
  });
});
