import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useLayoutEffect } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { setLang } from "../../../i18n";
import { Bench } from "../../../testing/bench";
import { template } from "../../../testing/catalogue";
import { accessible, prepare, show } from "../../../testing/stage";
import { useWorkbench } from "../workbench/context";
import FlowSection from "./index";

prepare();

let place: string | null = null;
function note(at: string | null): void {
  place = at;
}

function Spy() {
  const { at } = useWorkbench();
  useLayoutEffect(() => note(at), [at]);
  return null;
}

beforeEach(() => note(null));

async function open(at = "flow/opportunity") {
  await show(
    <Bench app={template("sales")} at={at} live={null} findings={[]}>
      <Spy />
      <FlowSection />
    </Bench>,
  );
  return screen.findByRole("combobox", { name: /12/ });
}

const names = () =>
  within(screen.getByRole("listbox"))
    .getAllByRole("option")
    .map((one) => one.firstElementChild?.textContent);

describe("a stage among many", () => {
  it("is found by a part of its name, opened by Enter, and has the focus on the drawing", async () => {
    const line = await open();
    await screen.findByRole("button", { name: /^客户触达/ });
    await userEvent.type(line, "评估");
    expect(names()).toEqual(["设备科主任评估"]);
    await accessible();
    await userEvent.keyboard("{Enter}");
    expect(place).toBe("flow/opportunity/stages/equipment");
    expect(screen.getByRole("heading", { name: "阶段：设备科主任评估" })).toBeTruthy();
    expect(document.activeElement?.getAttribute("data-stage")).toBe("equipment");
    expect((line as HTMLInputElement).value).toBe("");
    expect(screen.queryByRole("listbox")).toBeNull();
  });
  it("nothing typed, arrows walk through all from the selected one on, past the end to the first", async () => {
    const line = await open("flow/opportunity/stages/hold");
    line.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(names()).toHaveLength(12);
    const active = () =>
      document.getElementById(line.getAttribute("aria-activedescendant") ?? "")?.textContent;
    expect(active()).toMatch(/^暂缓/);
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(active()).toMatch(/^客户触达/);
    await userEvent.keyboard("{ArrowUp}{ArrowUp}{ArrowUp}{Enter}");
    expect(place).toBe("flow/opportunity/stages/paid");
  });
  it("the other language's name finds it too; what is nobody's says so; Escape puts all back", async () => {
    const line = await open();
    await userEvent.type(line, "objec");
    expect(names()).toEqual(["异议处理"]);
    await userEvent.type(line, "zzz");
    expect(screen.getByRole("status").textContent).toBe("没有这样的阶段");
    await userEvent.keyboard("{Enter}");
    expect(place).toBe("flow/opportunity");
    await userEvent.keyboard("{Escape}");
    expect((line as HTMLInputElement).value).toBe("");
    expect(screen.queryByText("没有这样的阶段")).toBeNull();
  });
  it("is found by mouse in the list as well, where its row has the focus", async () => {
    const line = await open();
    await userEvent.click(screen.getByRole("tab", { name: "列表" }));
    await userEvent.click(line);
    await userEvent.click(screen.getByRole("option", { name: /^院长办公会决策/ }));
    expect(place).toBe("flow/opportunity/stages/board");
    expect(document.activeElement?.closest("li")?.getAttribute("aria-current")).toBe("true");
  });
  it("on a phone it opens over the list", async () => {
    vi.stubGlobal("matchMedia", (query: string) => ({
      matches: query.includes("max-width"),
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }));
    const line = await open();
    await userEvent.type(line, "报价{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "阶段：报价" });
    expect(within(dialog).getByRole<HTMLInputElement>("textbox", { name: "阶段名称" }).value).toBe("报价");
    await accessible();
  });
  it("speaks English where English is chosen", async () => {
    await setLang("en");
    await userEvent.type(await open(), "quote");
    expect(screen.getByRole("option", { name: "Quote Open" })).toBeTruthy();
    await setLang("zh");
  });
});
