import { describe, expect, it } from "vitest";
import type { AppDoc } from "../documents";
import { documentsOf } from "../documents";
import type { AppJson, Command } from "../operations";
import { apply, invert } from "../operations";
import { readLines, readTree } from "../options/lines";
import { planOptions } from "../options/plan";
import { DESIGNED } from "../../../testing/designed";
import { did, plain } from "../../testing/did";
import { random } from "../../testing/random";
import { declared, shapeFaults } from "../../testing/schemas";
import { inOrder } from "../../model/entity";
import { placed } from "./edit";
import { addEntity, addRows, moveEntity, renameEntity, rowsId, setEntity } from "./entities";
import {
  addConstraint,
  addField,
  archiveField,
  moveProperty,
  removeField,
  renameField,
  restoreField,
  setField,
  suggested,
} from "./fields";
import {
  addForm,
  addSection,
  foldSection,
  moveField,
  moveSection,
  removeSection,
  renameSection,
  setWidth,
  takeOff,
} from "./forms";
import { KIND_INFO } from "./kinds";
import { formsOf, sectionOf } from "./layout";
import {
  addColumn,
  addList,
  addView,
  moveColumn,
  removeColumn,
  setFilter,
  setKanban,
  setSort,
} from "./lists";
import {
  addOption,
  archiveOption,
  hangOption,
  mergeOption,
  moveOption,
  optionsIn,
  pasteOptions,
  removeOption,
  treeOrder,
  usesOfOption,
} from "./options";
import { replaceField, targetsFor } from "./replace";
import { usesOf } from "./uses";

const APP = declared(DESIGNED);
const LABEL = { zh: "预算", en: "Budget" };

const spot = (before: string | null = null) => ({ form: "deal", section: "main", before });
const mainFields = (app: AppDoc) => inOrder(app.forms?.["deal"]?.sections["main"]?.fields ?? {});

describe("the small app", () => {
  it("is one the server reads, and the check of shapes can tell", () => {
    expect(shapeFaults(APP)).toEqual([]);
    const broken = { ...APP, forms: { deal: { id: "deal" } } } as unknown as AppDoc;
    expect(shapeFaults(broken)).not.toEqual([]);
  });
});

describe("order", () => {
  it("takes a number between its neighbours, and numbers all anew where there is none", () => {
    expect(placed({ a: { order: 10 }, b: { order: 20 } }, "c", "b")).toEqual({ c: 15 });
    expect(placed({ a: { order: 10 } }, "c", null)).toEqual({ c: 20 });
    expect(placed({}, "c", null)).toEqual({ c: 10 });
    expect(placed({ a: { order: 10 }, b: { order: 11 } }, "c", "b")).toEqual({ c: 20, b: 30 });
    expect(placed({ a: {}, b: {} }, "b", "a")).toEqual({ b: 10, a: 20 });
  });
});

describe("fields", () => {
  it("of every kind are added with what the kind asks for, at their place on the form", () => {
    for (const kind of Object.keys(KIND_INFO).filter((one) => one !== "rows")) {
      const entity = kind === "rollup" ? "customer" : "deal";
      const at = entity === "deal" ? { at: spot("amount") } : {};
      const after = did(APP, addField(APP, { entity, id: "extra", kind, label: LABEL, ...at }));
      expect(after.entities[entity]?.properties["extra"]?.field).toMatchObject({ kind, label: LABEL });
      if (entity === "deal") expect(mainFields(after)).toEqual(["title", "customer", "extra", "amount"]);
    }
  });
  it("that could point to nothing are not suggested", () => {
    expect(suggested(APP, "deal", "rollup")).toBeNull();
    expect(suggested(APP, "customer", "rollup")).toEqual({
      rollup: { entity: "deal", via: "customer", op: "count" },
    });
    expect(suggested(APP, "customer", "lookup")).toBeNull();
  });
  it("are renamed, and set one member at a time", () => {
    const renamed = did(APP, renameField(APP, "deal", "amount", { zh: "金额" }));
    expect(renamed.entities["deal"]?.properties["amount"]?.field.label).toEqual({ zh: "金额" });
    const required = did(APP, setField(APP, "deal", "amount", "field/required", true, { zh: "必填" }));
    const again = did(
      required,
      setField(required, "deal", "amount", "field/required", false, { zh: "非必填" }),
    );
    expect(again).toEqual(APP);
    const ruled = did(
      APP,
      addConstraint(APP, "deal", "amount", { rule: { op: "gt", a: [{ f: "amount" }, { v: 0 }] } }),
    );
    expect(Object.keys(ruled.entities["deal"]?.properties["amount"]?.field.constraint ?? {})).toEqual([
      "check_1",
    ]);
  });
  it("move on a form, between sections, and without a form by their own order", () => {
    expect(mainFields(did(APP, moveField(APP, "amount", spot("title"))))).toEqual([
      "amount",
      "title",
      "customer",
    ]);
    const { command, section } = addSection(APP, "deal", { zh: "补充" });
    const two = did(APP, command);
    const moved = did(two, moveField(two, "amount", { form: "deal", section }));
    expect(sectionOf(moved.forms?.["deal"], "amount")).toBe(section);
    expect(moved.forms?.["deal"]?.sections[section]?.fields["amount"]).toEqual({ order: 10, width: "half" });
    const order = did(APP, moveProperty(APP, "customer", "since", "name"));
    expect(order.entities["customer"]?.properties["since"]?.field.order).toBeLessThan(10);
  });
  it("leave forms and lists when they are retired, and come back", () => {
    const gone = did(APP, archiveField(APP, "deal", "amount"));
    expect(mainFields(gone)).not.toContain("amount");
    expect(Object.keys(gone.lists?.["deal"]?.columns ?? {})).toEqual(["title"]);
    const back = did(gone, restoreField(gone, "deal", "amount"));
    expect(mainFields(back)).toContain("amount");
    expect(back.entities["deal"]?.properties["amount"]?.field.archived).toBeUndefined();
  });
  it("that were never published go with all the designer put anywhere for them", () => {
    const shown = did(APP, addColumn(APP, "deal", "columns", "customer.level", null));
    const gone = did(shown, removeField(shown, "customer", "level"));
    expect(gone.lists?.["deal"]?.columns).not.toHaveProperty("customer.level");
    expect(gone.access.roles["rep"]?.entities?.["customer"]?.fields).toEqual({});
    expect(usesOf(gone, "customer", "level")).toEqual([]);
  });
  it("of another kind take the place of the old one: retired when published, else gone", () => {
    const to = { id: "amount_2", kind: "number", label: { zh: "金额", en: "Amount" } };
    const after = did(APP, replaceField(APP, APP, "deal", "amount", to));
    expect(mainFields(after)).toEqual(["title", "customer", "amount_2"]);
    expect(after.forms?.["deal"]?.sections["main"]?.fields["amount_2"]?.width).toBe("half");
    expect(Object.keys(after.lists?.["deal"]?.columns ?? {})).toEqual(["title", "amount_2"]);
    expect(after.entities["deal"]?.properties["amount"]?.field.archived).toBe(true);
    const fresh = did(APP, replaceField(APP, null, "deal", "amount", to));
    expect(fresh.entities["deal"]?.properties).not.toHaveProperty("amount");
  });
});

describe("what a field of another kind takes over", () => {
  const properties = (app: AppDoc) => app.entities["deal"]?.properties;
  it("is said on it where the kinds allow: of what is in force, never of what never was", () => {
    const number = { id: "sum", kind: "number", label: LABEL };
    const after = did(APP, replaceField(APP, APP, "deal", "amount", number));
    expect(properties(after)?.["sum"]?.field.copied_from).toBe("amount");
    const again = did(
      after,
      replaceField(after, APP, "deal", "sum", { ...number, id: "words", kind: "text" }),
    );
    expect(properties(again)).not.toHaveProperty("sum");
    expect(properties(again)?.["words"]?.field.copied_from).toBe("amount");
    const none = did(after, replaceField(after, APP, "deal", "sum", { ...number, id: "day", kind: "date" }));
    expect(properties(none)?.["day"]?.field.copied_from).toBeUndefined();
    for (const left of [
      replaceField(APP, null, "deal", "amount", number),
      replaceField(APP, APP, "deal", "amount", { ...number, copy: false }),
    ])
      expect(properties(did(APP, left))?.["sum"]?.field.copied_from).toBeUndefined();
  });
  it("is what a reference points at, where the new field may point there", () => {
    const of = (field: string, kind: string, to = APP) => {
      const into = { id: "fresh", kind, label: LABEL };
      return properties(did(to, replaceField(to, APP, "deal", field, into)))?.["fresh"]?.field;
    };
    const both = of("customer", "poly_reference");
    expect([both?.copied_from, both?.targets]).toEqual(["customer", { customer: {} }]);
    expect(of("customer", "text")?.copied_from).toBe("customer");
    expect(of("customer", "person")?.copied_from).toBeUndefined();
    const named = of("title", "reference");
    expect([named?.copied_from, named?.target]).toEqual(["title", "customer"]);
    const once = did(
      APP,
      replaceField(APP, APP, "deal", "customer", { id: "said", kind: "text", label: LABEL }),
    );
    const back = of("said", "reference", once);
    expect([back?.copied_from, back?.target]).toEqual(["customer", "customer"]);
    expect(targetsFor(APP, "deal", "customer")).toEqual(["customer"]);
    expect(targetsFor(APP, "deal", "title")).toEqual(["customer", "deal"]);
  });
  it("are its options too", () => {
    const several = { id: "levels", kind: "choices", label: LABEL };
    const after = did(APP, replaceField(APP, APP, "customer", "level", several));
    expect(Object.keys(optionsIn(after, { entity: "customer", field: "levels" }))).toEqual(["a", "b"]);
  });
  it("are its demands and inputs, and rules that read both alike or ask only for something", () => {
    const filled = { op: "not_empty", a: [{ f: "amount" }] };
    const both = did(APP, setField(APP, "deal", "title", "field/relevance", filled, LABEL));
    const after = did(
      both,
      replaceField(both, both, "deal", "amount", { id: "sum", kind: "number", label: LABEL }),
    );
    expect(after.flows?.["deal"]?.stages["quote"]?.entry?.fields).toEqual({ sum: { order: 10 } });
    expect(after.actions?.["visit"]?.fields?.["amount"]?.target).toBe("sum");
    expect(properties(after)?.["title"]?.field.relevance).toEqual({ op: "not_empty", a: [{ f: "sum" }] });
    const money = { op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] };
    expect(properties(after)?.["reason"]?.field.relevance).toEqual(money);
    expect(usesOf(after, "deal", "amount").map(({ path }) => path)).toEqual([
      "entity/deal/properties/sum/field/copied_from",
      "entity/deal/properties/reason/field/relevance",
    ]);
    const named = did(
      both,
      replaceField(both, both, "deal", "title", { id: "name", kind: "long_text", label: LABEL }),
    );
    expect(named.triggers?.["told"]?.effects["tell"]).toMatchObject({
      text: { zh: "{name} 已签约", en: "{name} is won" },
    });
  });
});

describe("what refers to a field", () => {
  it("is found on forms, lists, in rules, gates, inputs and rights", () => {
    const found = usesOf(APP, "deal", "amount");
    expect(found.map(({ path, what }) => `${what} ${path}`)).toEqual([
      "layout form/deal/sections/main/fields/amount",
      "layout list/deal/columns/amount",
      "rule entity/deal/properties/reason/field/relevance",
      "other flow/deal/stages/quote/entry/fields/amount",
      "other action/visit/fields/amount/target",
    ]);
    expect(found.map(({ words }) => words.zh)).toContain("动作「拜访客户」");
    expect(usesOf(APP, "customer", "level").map(({ words }) => words.zh)).toEqual(["权限「销售」"]);
    expect(usesOf(APP, "deal", "title").map(({ path }) => path)).toEqual(
      expect.arrayContaining(["entity/deal/entity/title", "trigger/told/effects/tell/text/zh"]),
    );
  });
  it("also through a reference", () => {
    const shown = did(
      APP,
      addField(APP, {
        entity: "deal",
        id: "grade",
        kind: "lookup",
        label: LABEL,
        asked: { lookup: { via: "customer", value: "level" } },
      }),
    );
    expect(usesOf(shown, "customer", "level").map(({ path }) => path)).toContain(
      "entity/deal/properties/grade/field/lookup",
    );
    expect(usesOf(shown, "deal", "customer").map(({ path }) => path)).toContain(
      "entity/deal/properties/grade/field/lookup",
    );
  });
});

describe("forms", () => {
  it("have sections that are added, renamed, folded, moved and removed without losing a field", () => {
    const { command, section } = addSection(APP, "deal", { zh: "补充", en: "More" });
    let app = did(APP, command);
    app = did(app, renameSection(app, "deal", section, { zh: "其他" }));
    app = did(app, foldSection(app, "deal", section, true));
    app = did(app, moveField(app, "amount", { form: "deal", section }));
    app = did(app, moveSection(app, "deal", section, "main"));
    expect(inOrder(app.forms?.["deal"]?.sections ?? {})).toEqual([section, "main"]);
    app = did(app, removeSection(app, "deal", section));
    expect(mainFields(app)).toEqual(["title", "customer", "amount"]);
  });
  it("let fields be half as wide, or off the form", () => {
    const wide = did(APP, setWidth(APP, spot(), "amount", "full"));
    expect(wide.forms?.["deal"]?.sections["main"]?.fields["amount"]).toEqual({ order: 30 });
    expect(mainFields(did(APP, takeOff(APP, "deal", "amount")))).toEqual(["title", "customer"]);
  });
  it("are made with the fields there are", () => {
    const app = did(APP, addForm(APP, "customer"));
    expect(formsOf(app, "customer")).toEqual(["customer"]);
    expect(inOrder(app.forms?.["customer"]?.sections["basics"]?.fields ?? {})).toEqual([
      "name",
      "level",
      "since",
    ]);
  });
});

describe("lists", () => {
  it("have columns in an order, views with a filter whose fields become filterable, and a kanban", () => {
    let app = did(APP, addColumn(APP, "deal", "columns", "customer.level", "amount"));
    app = did(app, moveColumn(app, "deal", "columns", "amount", "title"));
    app = did(app, removeColumn(app, "deal", "columns", "title"));
    expect(inOrder(app.lists?.["deal"]?.columns ?? {})).toEqual(["amount", "customer.level"]);
    const { command, view } = addView(app, "deal", { zh: "大额" });
    app = did(app, command);
    app = did(app, setFilter(app, "deal", view, { op: "gt", a: [{ f: "amount" }, { v: 1 }] }));
    app = did(app, setSort(app, "deal", null, "-reason"));
    expect(app.entities["deal"]?.properties["amount"]?.field.filterable).toBe(true);
    expect(app.entities["deal"]?.properties["reason"]?.field.filterable).toBe(true);
    app = did(app, setKanban(app, "deal", true));
    expect(Object.keys(app.lists?.["deal"]?.kanban?.fields ?? {})).toEqual(["amount", "customer.level"]);
    expect(did(app, addList(app, "customer")).lists?.["customer"]?.columns).toHaveProperty("since");
  });
});

describe("options", () => {
  const of = { entity: "customer", field: "level" };
  it("are added, moved, retired, merged and removed", () => {
    const { command, option } = addOption(APP, of, { zh: "C 类" });
    let app = did(APP, command);
    app = did(app, moveOption(app, of, option, "a"));
    expect(treeOrder(optionsIn(app, of)).map(({ id }) => id)).toEqual([option, "a", "b"]);
    app = did(app, setField(app, "customer", "level", "field/default", "b", { zh: "默认值" }));
    app = did(app, mergeOption(app, of, "b", "a"));
    expect(optionsIn(app, of)["b"]?.archived).toBe(true);
    expect(optionsIn(app, of)["b"]?.merged_into).toBe("a");
    const back = did(app, archiveOption(app, of, "b", false));
    expect(optionsIn(back, of)["b"]).not.toHaveProperty("merged_into");
    const turned = did(app, mergeOption(app, of, "a", "b"));
    expect(optionsIn(turned, of)["b"]).not.toHaveProperty("merged_into");
    const gone = did(app, removeOption(app, of, "a"));
    expect(optionsIn(gone, of)["b"]).not.toHaveProperty("merged_into");
    expect(app.entities["customer"]?.properties["level"]?.field.default).toBe("a");
    app = did(app, archiveOption(app, of, "a", true));
    expect(app.entities["customer"]?.properties["level"]?.field.default).toBeUndefined();
    expect(Object.keys(optionsIn(did(app, removeOption(app, of, option)), of))).toEqual(["a", "b"]);
  });
  it("are pasted by the hundred as lines, those known left alone, as a tree where it is one", () => {
    const { lines } = readTree("1. 价格/太贵 | Too high\n价格/账期\n\n- 产品\n价格／太贵\n");
    let app = did(APP, addField(APP, { entity: "deal", id: "why", kind: "tags", label: LABEL, at: spot() }));
    const why = { entity: "deal", field: "why" };
    const plan = planOptions(optionsIn(app, why), lines);
    expect(plan.counts).toEqual({ new: 4, known: 0, retired: 0, back: 0, left: 0 });
    app = did(app, pasteOptions(app, why, plan, true));
    const options = optionsIn(app, why);
    expect(treeOrder(options).map(({ id, depth }) => `${depth}${options[id]?.label.zh ?? ""}`)).toEqual([
      "0价格",
      "1太贵",
      "1账期",
      "0产品",
    ]);
    const many = readLines(Array.from({ length: 200 }, (_, i) => `型号 ${i}`).join("\n"));
    app = did(app, pasteOptions(app, why, planOptions(optionsIn(app, why), many)));
    expect(Object.keys(optionsIn(app, why))).toHaveLength(204);
    const top = treeOrder(options)[0]?.id ?? "";
    const child = treeOrder(options)[1]?.id ?? "";
    expect(hangOption(app, why, top, child).operations).toEqual([]);
    app = did(app, hangOption(app, why, child, null));
    expect(optionsIn(app, why)[child]?.parent).toBeUndefined();
  });
  it("that are retired are brought back by a paste only where that is asked for", () => {
    const app = did(APP, mergeOption(APP, of, "b", "a"));
    const lines = readLines("B 类\nC 类");
    const kept = pasteOptions(app, of, planOptions(optionsIn(app, of), lines));
    expect(kept.label.zh).toBe("「客户等级」：添加 1 个选项");
    expect(optionsIn(did(app, kept), of)["b"]).toMatchObject({ archived: true, merged_into: "a" });
    const back = pasteOptions(app, of, planOptions(optionsIn(app, of), lines, true));
    expect(back.label.zh).toBe("「客户等级」：添加 1 个选项，恢复 1 个选项");
    const after = optionsIn(did(app, back), of);
    expect(after["b"]).not.toHaveProperty("archived");
    expect(after["b"]).not.toHaveProperty("merged_into");
    expect(Object.values(after).map(({ label }) => label.zh)).toEqual(["A 类", "B 类", "C 类"]);
  });
  it("a field starts with make room for pasted ones, but for those that lines name", () => {
    const why = { entity: "deal", field: "why" };
    const app = did(
      APP,
      addField(APP, { entity: "deal", id: "why", kind: "tags", label: LABEL, at: spot() }),
    );
    const plan = planOptions(optionsIn(app, why), readTree("标签二\t价格").lines);
    const pasted = (fresh: boolean) =>
      treeOrder(optionsIn(did(app, pasteOptions(app, why, plan, fresh)), why)).map(({ id }) => id);
    expect(pasted(false)).toEqual(["tag_1", "tag_2", "option_1"]);
    expect(pasted(true)).toEqual(["tag_2", "option_1"]);
  });
  it("say which rules name them", () => {
    const app = did(
      APP,
      setField(
        APP,
        "customer",
        "since",
        "field/relevance",
        { op: "in", a: [{ f: "level" }, { v: ["a"] }] },
        { zh: "x" },
      ),
    );
    expect(usesOfOption(app, of, "a").map(({ words }) => words.zh)).toEqual(["字段「合作起始」"]);
    expect(usesOfOption(app, of, "b")).toEqual([]);
  });
});

describe("entities", () => {
  it("come with a form, a list and rights for the roles there are", () => {
    let app = did(APP, addEntity(APP, { id: "visit", label: { zh: "拜访" }, icon: "flag" }));
    expect(app.access.roles["rep"]?.entities?.["visit"]).toEqual({ scope: "own", create: true, edit: true });
    expect(app.access.roles["boss"]?.entities?.["visit"]).toMatchObject({ scope: "all", imports: true });
    expect(app.entities["visit"]?.entity.order).toBe(30);
    app = did(app, moveEntity(app, "visit", "customer"));
    app = did(app, renameEntity(app, "visit", { zh: "上门" }));
    app = did(app, setEntity(app, "visit", "help", { zh: "帮助" }, { zh: "说明" }));
    expect(app.forms?.["visit"]?.sections["basics"]?.fields).toHaveProperty("name");
  });
  it("of rows come with the field that holds them, and go with it", () => {
    const child = rowsId(APP, "deal", "lines");
    const app = did(APP, addRows(APP, { entity: "deal", id: "lines", label: { zh: "明细" }, at: spot() }));
    expect(app.entities[child]?.entity.rows_of).toBe("deal");
    expect(app.entities["deal"]?.properties["lines"]?.field.target).toBe(child);
    expect(app.access.roles["boss"]?.entities?.[child]).toEqual({ scope: "all", create: true, edit: true });
    expect(plain(did(app, removeField(app, "deal", "lines")))).toEqual(plain(APP));
  });
});

describe("any sequence of commands", () => {
  const steps: readonly ((app: AppDoc, pick: <T>(of: readonly T[]) => T, n: number) => Command)[] = [
    (app, pick, n) =>
      addField(app, {
        entity: "deal",
        id: `f${n}`,
        kind: pick(["text", "money", "choice", "formula"]),
        label: { zh: `新${n}` },
        at: { form: "deal", section: pick(Object.keys(app.forms?.["deal"]?.sections ?? {})) },
      }),
    (app, pick) => archiveField(app, "deal", pick(["amount", "reason", "customer"])),
    (app, pick) => restoreField(app, "deal", pick(["amount", "reason"])),
    (app, pick) =>
      moveField(app, pick(["title", "amount"]), {
        form: "deal",
        section: pick(Object.keys(app.forms?.["deal"]?.sections ?? {})),
        before: pick(["title", "customer", null]),
      }),
    (app, _pick, n) => addSection(app, "deal", { zh: `组${n}` }).command,
    (app, pick) => {
      const sections = Object.keys(app.forms?.["deal"]?.sections ?? {});
      return sections.length > 1 ? removeSection(app, "deal", pick(sections)) : addForm(app, "customer");
    },
    (app, pick) =>
      mergeOption(app, { entity: "customer", field: "level" }, pick(["a", "b"]), pick(["a", "b"])),
    (app, _pick, n) => addRows(app, { entity: "deal", id: `rows${n}`, label: { zh: "行" } }),
    (app, _pick, n) => addEntity(app, { id: `e${n}`, label: { zh: `对象${n}` } }),
  ];
  it.each([1, 2, 3, 4, 5, 6])(
    "ends in documents the server reads, and all undone is the start (seed %i)",
    (seed) => {
      const chance = random(seed);
      let app = APP as unknown as AppJson;
      const done: Command[] = [];
      for (let n = 0; n < 40; n += 1) {
        const command = chance.pick(steps)(documentsOf(app), (of) => chance.pick(of), n);
        const result = apply(app, command.operations);
        expect(result.conflicts).toEqual([]);
        app = result.app;
        done.push(command);
      }
      expect(shapeFaults(documentsOf(app))).toEqual([]);
      for (const command of done.reverse()) app = apply(app, invert(command.operations)).app;
      expect(plain(app)).toEqual(plain(APP));
    },
  );
});
