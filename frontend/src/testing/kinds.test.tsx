import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { useEffect, useState, type ReactElement } from "react";
import { describe, expect, it } from "vitest";
import type { EntityDoc, Property } from "../api/documents";
import { KINDS } from "../engine/form/kinds";
import { compileForm } from "../engine/form/plan";
import { FormView } from "../render/form/FormView";
import { ReadValue } from "../render/form/ReadValue";
import { FormStore } from "../render/form/store";
import { EDITS } from "../render/kinds/edit";
import { READS } from "../render/kinds/read";
import { serve } from "./server";
import { BUNDLE } from "./small";
import { accessible, prepare, show } from "./stage";

prepare();

const OPTIONS = {
  a: { label: { zh: "甲" }, order: 1 },
  b: { label: { zh: "乙" }, order: 2, parent: "a" },
};
const MANY = Object.fromEntries(
  Array.from({ length: 8 }, (_, n) => [`o${n}`, { label: { zh: `项${n}` }, order: n }]),
);

interface Case {
  kind: string;
  why: string;
  more?: Partial<Property["field"]>;
  keywords?: Partial<Property>;
  /** What a person does; `box` is the control named by the label. */
  act: (user: UserEvent) => Promise<void>;
  want: unknown;
  /** How the value reads afterwards. */
  reads: string;
}

const type = (text: string) => async (user: UserEvent) => {
  await user.type(screen.getByRole("textbox", { name: /字段/ }), text);
  await user.tab();
};
const pick = (option: string) => async (user: UserEvent) => {
  await user.click(screen.getByRole("button", { name: /字段/ }));
  await user.click(await screen.findByRole("option", { name: new RegExp(`^${option}`) }));
};

const CASES: Case[] = [
  { kind: "text", why: "as typed", act: type("张三"), want: "张三", reads: "张三" },
  { kind: "long_text", why: "as typed", act: type("一二"), want: "一二", reads: "一二" },
  { kind: "number", why: "thousands are read", act: type("1,200"), want: 1200, reads: "1,200" },
  {
    kind: "money",
    why: "万 means ten thousand, stored in fen",
    act: type("12.5万"),
    want: 12_500_000,
    reads: "¥125,000.00",
  },
  { kind: "percent", why: "3 means 3 %", act: type("3"), want: 0.03, reads: "3%" },
  { kind: "duration", why: "spelled lengths", act: type("1小时30分"), want: 5400, reads: "01:30:00" },
  {
    kind: "phone",
    why: "stored as the engine normalises",
    act: type("13800138000"),
    want: "13800138000",
    reads: "13800138000",
  },
  { kind: "email", why: "as typed", act: type("a@b.cn"), want: "a@b.cn", reads: "a@b.cn" },
  {
    kind: "url",
    why: "scheme added by the engine or kept",
    act: type("https://a.cn/x"),
    want: "https://a.cn/x",
    reads: "a.cn/x",
  },
  {
    kind: "boolean",
    why: "no is an answer, told apart from nothing",
    act: (user) => user.click(screen.getByRole("radio", { name: "否" })),
    want: false,
    reads: "否",
  },
  { kind: "date", why: "typed in words", act: type("2026年3月8日"), want: "2026-03-08", reads: "2026-03-08" },
  {
    kind: "instant",
    why: "day and time on the organisation's clock",
    act: async (user) => {
      await user.type(screen.getByRole("textbox", { name: "字段" }), "2026-03-08");
      await user.tab();
      await user.type(screen.getByRole("textbox", { name: "字段 时间" }), "{Control>}a{/Control}14:30");
    },
    want: "2026-03-08T06:30:00Z",
    reads: "2026-03-08 14:30",
  },
  {
    kind: "choice",
    why: "few options stand in the open",
    more: { options: { a: { label: { zh: "甲" } }, c: { label: { zh: "丙" } } } },
    act: (user) => user.click(screen.getByRole("radio", { name: "丙" })),
    want: "c",
    reads: "丙",
  },
  {
    kind: "choices",
    why: "sets are stored sorted, however they were clicked together",
    more: { options: { b: { label: { zh: "乙" } }, a: { label: { zh: "甲" } } } },
    act: async (user) => {
      await user.click(screen.getByRole("checkbox", { name: "乙" }));
      await user.click(screen.getByRole("checkbox", { name: "甲" }));
    },
    want: ["a", "b"],
    reads: "甲乙",
  },
  {
    kind: "choices",
    why: "many options are searched",
    more: { options: MANY },
    act: pick("项7"),
    want: ["o7"],
    reads: "项7",
  },
  {
    kind: "tags",
    why: "a leaf of the tree",
    more: { options: OPTIONS },
    act: pick("乙"),
    want: ["b"],
    reads: "乙",
  },
  {
    kind: "rating",
    why: "stars",
    act: (user) => user.click(screen.getByRole("radio", { name: "4 星" })),
    want: 4,
    reads: "★★★★☆",
  },
  { kind: "person", why: "found by name", act: pick("王强"), want: "p2", reads: "王强" },
  { kind: "unit", why: "from the tree", act: pick("上海门店"), want: "u2", reads: "上海门店" },
  {
    kind: "reference",
    why: "found by title",
    more: { target: "customer" },
    act: pick("长海医院"),
    want: "c1",
    reads: "长海医院",
  },
  {
    kind: "poly_reference",
    why: "first what, then which",
    more: { targets: { customer: { order: 1 }, deal: { order: 2 } } },
    act: pick("长海医院"),
    want: { entity: "customer", id: "c1" },
    reads: "长海医院",
  },
  {
    kind: "region",
    why: "a district of a municipality comes right below it",
    act: async (user) => {
      await screen.findByRole("option", { name: "上海市" });
      await user.selectOptions(screen.getByRole("combobox", { name: "字段 省/直辖市" }), "31");
      await user.selectOptions(screen.getByRole("combobox", { name: "字段 区/县" }), "310115");
    },
    want: "310115",
    reads: "浦东新区",
  },
  {
    kind: "address",
    why: "a division and the street",
    act: async (user) => {
      await screen.findByRole("option", { name: "浙江省" });
      await user.selectOptions(screen.getByRole("combobox", { name: "字段 省/直辖市" }), "33");
      await user.type(screen.getByRole("textbox", { name: "字段 街道、门牌号" }), "文三路 1 号");
    },
    want: { region: "33", detail: "文三路 1 号" },
    reads: "文三路 1 号",
  },
];

/** Draws one field of a kind in a form and says how its store stands. */
async function drawn({
  kind,
  more = {},
  keywords = {},
}: Pick<Case, "kind" | "more" | "keywords">): Promise<FormStore> {
  const property: Property = { ...keywords, field: { kind, label: { zh: "字段" }, ...more } };
  const doc: EntityDoc = {
    entity: { id: "x", label: { zh: "某" }, title: "it" },
    properties: { it: property },
  };
  const plan = compileForm(doc, { ...BUNDLE.entities, x: doc });
  const store = new FormStore({
    plan,
    values: {},
    env: () => ({ now: "2026-03-05T00:00:00Z", today: "2026-03-05" }),
  });
  function Result(): ReactElement {
    return <ReadValue prop={property} value={store.current().values["it"]} />;
  }
  await show(
    <>
      <FormView store={store} />
      <button type="button" onClick={() => fireEvent(window, new Event("read"))}>
        读
      </button>
      <Again>{() => <Result />}</Again>
    </>,
  );
  await waitFor(() => expect(document.querySelector(".k-skel")).toBeNull());
  return store;
}

/** Draws its child anew when the window says "read". */
function Again({ children }: { children: () => ReactElement }): ReactElement {
  const [, set] = useState(0);
  useEffect(() => {
    const again = () => set((n) => n + 1);
    window.addEventListener("read", again);
    return () => window.removeEventListener("read", again);
  }, []);
  return <div data-testid="read">{children()}</div>;
}

describe("the closed list of kinds", () => {
  it("can all be read, and all that take a value be edited", () => {
    const kinds = Object.keys(KINDS).sort();
    expect(Object.keys(READS).sort()).toEqual(kinds);
    const derived = ["serial", "formula", "rollup", "lookup"];
    expect(Object.keys(EDITS).sort()).toEqual(kinds.filter((kind) => !derived.includes(kind)));
    const tried = new Set([...CASES.map((one) => one.kind), "file", "image", "rows"]);
    expect(Object.keys(EDITS).filter((kind) => !tried.has(kind))).toEqual([]);
  });

  it.each(CASES)("$kind: $why", async ({ act, want, reads, ...field }) => {
    const user = userEvent.setup();
    serve({
      "GET /api/people": () => [{ id: "p2", name: "王强", unit: "u1" }],
      "GET /api/units": () => [
        {
          id: "u1",
          name: "总部",
          parent: null,
          kind: "",
          active: true,
          children: [{ id: "u2", name: "上海门店", parent: "u1", kind: "", active: true, children: [] }],
        },
      ],
      "GET /api/apps/small/customer/options": () => [{ id: "c1", title: "长海医院", subtitle: "上海" }],
    });
    const store = await drawn(field);
    await accessible();
    await act(user);
    expect(store.current().values["it"]).toEqual(want);
    fireEvent(window, new Event("read"));
    expect(screen.getByTestId("read").textContent).toContain(reads);
    await accessible();
  });
});

describe("what is typed and means nothing", () => {
  it.each([
    { kind: "money", text: "面议", says: "这不是一个数字" },
    { kind: "phone", text: "12", says: "这不是一个有效的电话号码" },
    { kind: "date", text: "尽快", says: "这不是一个有效日期" },
  ])("$kind keeps “$text” in the line and says why", async ({ kind, text, says }) => {
    const user = userEvent.setup();
    const store = await drawn({ kind });
    await type(text)(user);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: /字段/ }).value).toBe(text);
    expect(document.body.textContent).toContain(says);
    expect(store.attempt()).toBe(false);
  });
  it("short texts show how much room is left, counted as people count", async () => {
    const user = userEvent.setup();
    await drawn({ kind: "text", keywords: { maxLength: 15 } });
    await user.click(screen.getByRole("textbox", { name: /字段/ }));
    await user.paste("客户😀");
    expect(screen.getByText("3/15")).toBeTruthy();
  });
});

describe("reading", () => {
  it.each([
    { name: "an address of another scheme is no link", kind: "url", value: "javascript:alert(1)", links: [] },
    { name: "a web address is", kind: "url", value: "https://a.cn", links: ["https://a.cn"] },
    { name: "a phone number can be called", kind: "phone", value: "0571-8888", links: ["tel:05718888"] },
  ])("$name", async ({ kind, value, links }) => {
    await show(<ReadValue prop={{ field: { kind, label: { zh: "x" } } }} value={value} />);
    expect([...document.querySelectorAll("a")].map((one) => one.getAttribute("href"))).toEqual(links);
  });
  it("nothing is said as such, a dash in a table", async () => {
    await show(
      <>
        <ReadValue prop={{ field: { kind: "text", label: { zh: "x" } } }} value={null} />
        <ReadValue dense prop={{ field: { kind: "tags", label: { zh: "x" } } }} value={[]} />
      </>,
    );
    expect(document.body.textContent).toBe("未填—");
  });
});
