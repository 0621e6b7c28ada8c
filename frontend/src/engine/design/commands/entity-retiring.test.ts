import { describe, expect, it } from "vitest";
import { DESIGNED } from "../../../testing/designed";
import { did, plain } from "../../testing/did";
import { declared } from "../../testing/schemas";
import { addAction } from "./actions";
import { addDuty } from "./duties";
import { putting } from "./edit";
import { addEntity, addRows, entitiesInUse, rowsId, setEntity } from "./entities";
import { belongings, removeEntity, retireEntity, reviveEntity, usesOfEntity } from "./entity-retiring";
import { addField, archiveField } from "./fields";
import { addFlow } from "./flows";
import { addTrigger } from "./triggers";

const APP = declared(DESIGNED);
const LABEL = { zh: "预算", en: "Budget" };

describe("entities", () => {
  it("in force are retired with their rows and used again; nothing else is touched", () => {
    const lined = did(APP, addRows(APP, { entity: "deal", id: "lines", label: { zh: "明细" } }));
    const child = rowsId(APP, "deal", "lines");
    const off = did(lined, retireEntity(lined, "deal"));
    expect(off.entities["deal"]?.entity.archived).toBe(true);
    // Going back to a version marks the rows too; rows whose field is out of use stay out of use.
    const back = did(off, {
      label: { zh: "", en: "" },
      operations: putting(off, { [`entity/${child}/entity/archived`]: true }),
    });
    expect(plain(did(back, reviveEntity(back, "deal")))).toEqual(plain(lined));
    const without = did(back, archiveField(back, "deal", "lines"));
    expect(did(without, reviveEntity(without, "deal")).entities[child]?.entity.archived).toBe(true);
    expect(off.actions).toEqual(lined.actions);
    expect(entitiesInUse(off)).toEqual(["customer"]);
    expect(plain(did(off, reviveEntity(off, "deal")))).toEqual(plain(lined));
  });
  it("never published go with all that belongs to them", () => {
    let app = did(APP, addEntity(APP, { id: "visit", label: { zh: "拜访" } }));
    app = did(app, addRows(app, { entity: "visit", id: "lines", label: { zh: "明细" } }));
    app = did(app, addFlow(app, "visit").command);
    app = did(app, addAction(app, { id: "greet", entity: "visit", label: { zh: "问候" } }));
    app = did(app, addDuty(app, { id: "soon", entity: "visit", label: { zh: "尽快" }, action: "greet" }));
    app = did(
      app,
      addTrigger(app, { id: "cheer", label: { zh: "通知" }, on: { entity: "visit", kind: "created" } }),
    );
    expect(belongings(app, "visit")).toMatchObject({ flow: ["visit"], action: ["greet"], duty: ["soon"] });
    expect(plain(did(app, removeEntity(app, "visit")))).toEqual(plain(APP));
  });
  it("are named where others refer to them", () => {
    expect(usesOfEntity(APP, "customer").map(({ path, words }) => [path, words.zh])).toEqual([
      ["entity/deal/properties/customer/field/target", "字段「客户」"],
    ]);
    const owned = did(APP, setEntity(APP, "deal", "belongs_to", "customer", { zh: "归属" }));
    expect(usesOfEntity(owned, "customer").at(-1)?.path).toBe("entity/deal/entity/belongs_to");
    // What is told of a duty that goes: who waits for it elsewhere. An input's target is a field, whatever it is called.
    const on = { entity: "customer", kind: "breached", duty: "visit_soon" } as const;
    const told = did(APP, addTrigger(APP, { id: "late", label: { zh: "晚了" }, on }));
    expect(usesOfEntity(told, "deal").map(({ path }) => path)).toContain("trigger/late/on/duty");
    const summed = did(
      APP,
      addField(APP, {
        entity: "customer",
        id: "n",
        kind: "rollup",
        label: LABEL,
        asked: { rollup: { entity: "deal", via: "customer", op: "count" } },
      }),
    );
    expect(usesOfEntity(summed, "deal").map(({ path }) => path)).toEqual([
      "entity/customer/properties/n/field/rollup/entity",
    ]);
    expect(usesOfEntity(summed, "deal", true)).toEqual([]);
    expect(usesOfEntity(did(APP, archiveField(APP, "deal", "customer")), "customer")).toEqual([]);
  });
});
