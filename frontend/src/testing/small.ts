/** A small app to draw in tests: customers, deals with a flow and an action, quotes with lines. */
import type { ActionDoc, EntityDoc, FlowDoc } from "../api/documents";
import type { Bundle, NextStep, RecordAnswer, RecordView, Session } from "../api/types";

const text = (zh: string) => ({ zh, en: `en ${zh}` });
const field = (kind: string, zh: string, order: number, more: object = {}) => ({
  field: { kind, label: text(zh), order, ...more },
});

const customer: EntityDoc = {
  entity: { id: "customer", label: text("客户"), title: "name", order: 10, icon: "building" },
  properties: {
    name: { ...field("text", "客户名称", 10, { required: true }), type: "string", maxLength: 15 },
    level: {
      type: "string",
      ...field("choice", "客户等级", 20, {
        options: { a: { label: text("A 类"), order: 1 }, b: { label: text("B 类"), order: 2 } },
      }),
    },
    core_need: { type: "string", ...field("text", "核心诉求", 30) },
  },
};

const deal: EntityDoc = {
  entity: {
    id: "deal",
    label: text("商机"),
    title: "title",
    subtitle: "customer",
    order: 20,
    icon: "target",
  },
  properties: {
    title: { type: "string", ...field("text", "商机名称", 10, { required: true }) },
    customer: { type: "string", ...field("reference", "客户", 20, { target: "customer", required: true }) },
    level: {
      type: "string",
      ...field("lookup", "等级", 30, { lookup: { via: "customer", value: "level" } }),
    },
    amount: {
      type: "integer",
      minimum: 100,
      ...field("money", "预计金额", 40, { currency: "CNY" }),
    },
    visited: { type: "boolean", ...field("boolean", "是否拜访", 50) },
    visited_on: {
      type: "string",
      ...field("date", "拜访日期", 60, {
        relevance: { op: "eq", a: [{ f: "visited" }, { v: true }] },
        required_when: { op: "eq", a: [{ f: "visited" }, { v: true }] },
      }),
    },
    visit_note: {
      type: "string",
      ...field("text", "重点备注", 70, {
        relevance: { op: "eq", a: [{ f: "customer.level" }, { v: "a" }] },
      }),
    },
  },
};

const line: EntityDoc = {
  entity: { id: "line", label: text("明细行"), title: "item", rows_of: "quote" },
  properties: {
    item: { type: "string", ...field("text", "品名", 10, { required: true }) },
    count: { type: "number", ...field("number", "数量", 20, { default: 1 }) },
    price: { type: "integer", ...field("money", "单价", 30, { currency: "CNY" }) },
    sum: {
      type: "integer",
      ...field("formula", "金额", 40, {
        currency: "CNY",
        compute: { op: "mul", a: [{ f: "count" }, { f: "price" }] },
      }),
    },
  },
};

const quote: EntityDoc = {
  entity: { id: "quote", label: text("报价单"), title: "number", order: 30, icon: "receipt" },
  properties: {
    number: { type: "string", ...field("text", "编号", 10) },
    deal: { type: "string", ...field("reference", "商机", 20, { target: "deal" }) },
    lines: { ...field("rows", "明细", 30, { target: "line", required: true }) },
    total: {
      type: "integer",
      ...field("rollup", "合计", 40, {
        currency: "CNY",
        rollup: { entity: "line", via: "_parent", op: "sum", value: "sum" },
      }),
    },
  },
};

const flow: FlowDoc = {
  id: "deal",
  entity: "deal",
  label: text("商机流程"),
  stages: {
    contact: { label: text("客户触达"), order: 10 },
    quote: { label: text("报价"), order: 20 },
    won: { label: text("成交"), kind: "won", order: 30 },
    lost: { label: text("输单"), kind: "lost", order: 40 },
  },
  paths: {
    standard: {
      label: text("标准"),
      stages: { contact: { order: 1 }, quote: { order: 2 }, won: { order: 3 }, lost: { order: 4 } },
    },
  },
  transitions: {
    to_quote: { label: text("进入报价"), from: { contact: {} }, to: "quote", order: 10 },
    to_lost: { label: text("输单"), from: { contact: {}, quote: {} }, to: "lost", order: 20 },
  },
};

const sendPlan: ActionDoc = {
  id: "send_plan",
  entity: "deal",
  label: text("发送方案"),
  icon: "send",
  fields: {
    core_need: { order: 10, target: "customer.core_need", required: true },
    note: { order: 20, property: { type: "string", ...field("text", "附言", 1) } },
  },
  evidence: { min: 1, max: 3, accept: { image: {} }, label: text("发送截图") },
};

const every = { scope: "all", create: true, edit: true, assign: true, archive: true };

export const BUNDLE: Bundle = {
  key: "small",
  name: text("小应用"),
  version: 1,
  digest: "d",
  zone: "Asia/Shanghai",
  role: "rep",
  entities: { customer, deal, quote, line },
  forms: {},
  lists: {},
  flows: { deal: flow },
  actions: { send_plan: sendPlan },
  duties: { follow_up: { entity: "deal", label: text("48 小时内跟进"), unit: "hours" } },
  rights: { customer: every, deal: every, quote: every },
  offsets: [["2000-01-01T00:00:00Z", 28800]],
  calendars: {},
};

export const SESSION: Session = {
  person: { id: "p1", name: "李娜", unit: "u1" },
  csrf: "token",
  organisation: { name: "演示公司", zone: "Asia/Shanghai" },
};

/** A stored record; `over` replaces parts. */
export function record(over: Partial<RecordView> = {}): RecordView {
  return {
    id: "d1",
    entity: "deal",
    title: "核磁采购",
    version: 3,
    stage: "contact",
    path: "standard",
    owner: "p1",
    unit: "u1",
    created_at: "2026-03-01T01:00:00Z",
    created_by: "p1",
    updated_at: "2026-03-05T01:00:00Z",
    archived: false,
    values: { title: "核磁采购", customer: "c1", level: "a" },
    titles: { customer: { c1: "长海医院" }, _owner: { p1: "李娜" } },
    milestones: { acts: {}, stage_first_at: { contact: "2026-03-01T01:00:00Z" } },
    ...over,
  };
}

export const CUSTOMER = record({
  id: "c1",
  entity: "customer",
  title: "长海医院",
  version: 1,
  stage: null,
  path: null,
  values: { name: "长海医院", level: "a", core_need: "降本" },
  titles: {},
});

const need = { kind: "field", entity: "deal", record: "d1", min: 1, done: 0 };

/** The gate to "quote" wants the amount; sending the plan is offered. */
export const NEXT: NextStep = {
  stage: "contact",
  path: "standard",
  owed: [],
  to: [
    {
      transition: "to_quote",
      stage: "quote",
      label: text("进入报价"),
      open: false,
      needs: [
        {
          ...need,
          at: "stage:quote",
          field: "amount",
          label: text("预计金额"),
          message: text("填写「预计金额」"),
        },
      ],
    },
    { transition: "to_lost", stage: "lost", label: text("输单"), open: true, needs: [] },
  ],
  actions: [{ action: "send_plan", label: text("发送方案"), offered: true, done: 0, needs: [] }],
};

/** A record as its page opens it. */
export function opened(over: Partial<RecordView> = {}, next: NextStep = NEXT): RecordAnswer {
  return { record: record(over), next, rights: { edit: true, assign: true, archive: true } };
}
