import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState, type ReactElement } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  Button,
  ChipChoice,
  Combobox,
  Confirm,
  DatePicker,
  Dialog,
  EmptyState,
  Field,
  Menu,
  MultiSelect,
  StageBar,
  Tabs,
  TextInput,
  toast,
  Toasts,
  type Choice,
} from "../kit";
import { narrow } from "../kit/Picker";
import { accessible } from "./stage";

afterEach(cleanup);

const CITIES: Choice[] = [
  { id: "hz", label: "杭州" },
  { id: "sh", label: "上海" },
  { id: "sz", label: "深圳", disabled: true },
];

function City({ onChange }: { onChange?: (id: string | null) => void }): ReactElement {
  const [value, setValue] = useState<string | null>(null);
  return (
    <Field label="城市" group required>
      {(aria) => (
        <Combobox
          aria={aria}
          label="城市"
          value={value}
          text={CITIES.find((one) => one.id === value)?.label ?? ""}
          options={CITIES}
          onChange={(id) => {
            setValue(id);
            onChange?.(id);
          }}
        />
      )}
    </Field>
  );
}

describe("Field", () => {
  it("ties label, help and error to its control, so that a screen reader says all three", async () => {
    render(
      <Field label="客户名称" required help="与执照一致" error="请填写客户名称">
        {(aria) => <TextInput {...aria} value="" onChange={() => undefined} />}
      </Field>,
    );
    const input = screen.getByRole("textbox", { name: "客户名称" });
    expect(input.getAttribute("aria-required")).toBe("true");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const described = (input.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      "与执照一致",
      "请填写客户名称",
    ]);
    await accessible();
  });
});

describe("Combobox", () => {
  it("is opened, searched and answered by keyboard, and gives the focus back", async () => {
    const user = userEvent.setup();
    const onChange = vi.fn();
    render(<City onChange={onChange} />);
    const button = screen.getByRole("button", { name: /城市/ });
    button.focus();
    await user.keyboard("{ArrowDown}");
    const search = await screen.findByRole("combobox", { name: "城市" });
    await user.type(search, "上");
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual(["上海"]);
    await accessible();
    await user.keyboard("{Enter}");
    expect(onChange).toHaveBeenCalledWith("sh");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(document.activeElement).toBe(button);
    expect(button.textContent).toContain("上海");
  });

  it("does not pick while an input method is composing: Enter then belongs to the input method", async () => {
    const user = userEvent.setup();
    const onChange = vi.fn();
    render(<City onChange={onChange} />);
    await user.click(screen.getByRole("button", { name: /城市/ }));
    const search = await screen.findByRole("combobox");
    await user.type(search, "上");
    search.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true }));
    expect(onChange).not.toHaveBeenCalled();
  });

  it("never answers with an option that is barred", async () => {
    const user = userEvent.setup();
    const onChange = vi.fn();
    render(<City onChange={onChange} />);
    await user.click(screen.getByRole("button", { name: /城市/ }));
    await user.click(await screen.findByRole("option", { name: "深圳" }));
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("narrow", () => {
  const TREE: Choice[] = [
    { id: "price", label: "价格", depth: 0 },
    { id: "dear", label: "太贵", depth: 1 },
    { id: "pay", label: "付款方式", depth: 1 },
    { id: "time", label: "交期", depth: 0 },
  ];
  it.each([
    { name: "nothing typed shows all", text: " ", want: ["price", "dear", "pay", "time"] },
    { name: "a leaf keeps its branch above it", text: "太贵", want: ["price", "dear"] },
    { name: "a branch stands without its leaves", text: "价格", want: ["price"] },
    { name: "nothing matches", text: "质量", want: [] },
  ])("$name", ({ text, want }) => {
    expect(narrow(TREE, text).map((one) => one.id)).toEqual(want);
  });
});

describe("MultiSelect", () => {
  it("collects several and lets each be removed by its name", async () => {
    const user = userEvent.setup();
    function Tags(): ReactElement {
      const [value, setValue] = useState<string[]>(["hz"]);
      return (
        <Field label="标签" group>
          {(aria) => (
            <MultiSelect
              aria={aria}
              label="标签"
              value={value}
              textOf={(id) => CITIES.find((one) => one.id === id)?.label ?? id}
              options={CITIES}
              onChange={setValue}
            />
          )}
        </Field>
      );
    }
    render(<Tags />);
    await user.click(screen.getByRole("button", { name: /标签/ }));
    await user.click(await screen.findByRole("option", { name: "上海" }));
    expect(screen.getAllByRole("option", { selected: true })).toHaveLength(2);
    await user.click(screen.getByRole("button", { name: "完成" }));
    await user.click(screen.getByRole("button", { name: "移除杭州" }));
    expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual(["上海"]);
    await accessible();
  });
});

describe("ChipChoice", () => {
  it("is a radio group whose chosen chip, pressed again, is given up unless something must be chosen", async () => {
    const user = userEvent.setup();
    const onChange = vi.fn();
    const chips = (required: boolean) => (
      <Field label="城市" group required={required}>
        {(aria) => (
          <ChipChoice aria={aria} options={CITIES} value="hz" onChange={onChange} required={required} />
        )}
      </Field>
    );
    const { rerender } = render(chips(false));
    await accessible();
    await user.click(screen.getByRole("radio", { name: "杭州" }));
    expect(onChange).toHaveBeenCalledWith(null);
    rerender(chips(true));
    onChange.mockClear();
    await user.click(screen.getByRole("radio", { name: "杭州" }));
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe("DatePicker", () => {
  function Day({ seen }: { seen: (date: string | null) => void }): ReactElement {
    const [value, setValue] = useState<string | null>("2026-03-05");
    return (
      <Field label="日期">
        {(aria) => (
          <DatePicker
            aria={aria}
            label="日期"
            value={value}
            read={(typed) => (typed === "3月8日" ? "2026-03-08" : null)}
            onChange={(date) => {
              setValue(date);
              seen(date);
            }}
          />
        )}
      </Field>
    );
  }
  it("takes a typed date when it is left, and keeps what cannot be read in the line", async () => {
    const user = userEvent.setup();
    const seen = vi.fn();
    render(<Day seen={seen} />);
    const line = screen.getByRole<HTMLInputElement>("textbox", { name: "日期" });
    await user.clear(line);
    await user.type(line, "3月8日");
    await user.tab();
    expect(seen).toHaveBeenLastCalledWith("2026-03-08");
    await user.clear(line);
    await user.type(line, "尽快");
    await user.tab();
    expect(seen).toHaveBeenCalledTimes(1);
    expect(line.value).toBe("尽快");
  });
  it("is walked by arrow keys: a week down, a month on, Enter picks", async () => {
    const user = userEvent.setup();
    const seen = vi.fn();
    render(<Day seen={seen} />);
    await user.click(screen.getByRole("button", { name: "打开日历 日期" }));
    const grid = await screen.findByRole("grid");
    expect(screen.getByText("2026年3月")).toBeTruthy();
    await accessible(grid);
    await user.keyboard("{ArrowDown}{PageDown}{Enter}");
    expect(seen).toHaveBeenCalledWith("2026-04-12");
  });
});

describe("Dialog", () => {
  it("is modal, is named by its title, and closes by Escape and by its button", async () => {
    const user = userEvent.setup();
    function Page(): ReactElement {
      const [open, setOpen] = useState(false);
      return (
        <>
          <Button onClick={() => setOpen(true)}>打开</Button>
          {open ? (
            <Dialog title="转交" onClose={() => setOpen(false)}>
              <p>内容</p>
            </Dialog>
          ) : null}
        </>
      );
    }
    render(<Page />);
    await user.click(screen.getByRole("button", { name: "打开" }));
    const dialog = screen.getByRole("dialog", { name: "转交" });
    await accessible();
    // What the browser sends for Escape.
    fireEvent(dialog, new Event("cancel", { cancelable: true }));
    expect(screen.queryByRole("dialog")).toBeNull();
    await user.click(screen.getByRole("button", { name: "打开" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "关闭" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("asks a question with the answer focused", () => {
    render(<Confirm title="删除?" confirm="删除" onConfirm={() => undefined} onClose={() => undefined} />);
    expect(document.activeElement?.textContent).toBe("删除");
  });
});

describe("Menu", () => {
  it("moves by arrows, skips what is barred, runs the command and closes", async () => {
    const user = userEvent.setup();
    const run = vi.fn();
    render(
      <Menu
        label="更多"
        groups={[
          [
            { key: "a", label: "转交", onSelect: run },
            { key: "b", label: "不行", disabled: true, onSelect: run },
            { key: "c", label: "归档", onSelect: () => void run("c") },
          ],
        ]}
      />,
    );
    await user.click(screen.getByRole("button", { name: "更多" }));
    await accessible();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(run).toHaveBeenCalledWith("c");
    expect(screen.queryByRole("menu")).toBeNull();
  });
});

describe("Tabs", () => {
  it("moves with the arrow keys and shows the panel of the tab", async () => {
    const user = userEvent.setup();
    function Two(): ReactElement {
      const [tab, setTab] = useState<"a" | "b">("a");
      return (
        <Tabs
          label="内容"
          tabs={[
            { key: "a", label: "资料" },
            { key: "b", label: "动态" },
          ]}
          value={tab}
          onChange={setTab}
        >
          <p>{tab}</p>
        </Tabs>
      );
    }
    render(<Two />);
    screen.getByRole("tab", { name: "资料" }).focus();
    await user.keyboard("{ArrowRight}");
    expect(screen.getByRole("tabpanel", { name: "动态" }).textContent).toBe("b");
    await accessible();
  });
});

describe("what is said without colour", () => {
  it("the stage bar says in words what is behind, here and ahead", async () => {
    render(
      <StageBar
        steps={[
          { id: "a", label: "触达", state: "done" },
          { id: "b", label: "报价", state: "now" },
          { id: "c", label: "回款", state: "ahead" },
        ]}
      />,
    );
    expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
      "触达(已完成)",
      "报价(当前阶段)",
      "回款(未到)",
    ]);
    expect(screen.getByText("报价").closest("[aria-current]")?.getAttribute("aria-current")).toBe("step");
    await accessible();
  });
  it("a toast is announced and can be acted on; an empty page says what to do", async () => {
    const user = userEvent.setup();
    const undo = vi.fn();
    render(
      <>
        <EmptyState title="没有记录" action={<Button>新建</Button>}>
          新建一条
        </EmptyState>
        <Toasts />
      </>,
    );
    toast({ text: "已删除", action: { label: "撤销", run: undo } });
    await user.click(await screen.findByRole("button", { name: "撤销" }));
    expect(undo).toHaveBeenCalledOnce();
    await accessible();
  });
});
