/** What is owed in the small app, for tests. */
import type { ApprovalDetail } from "../api/approvals";
import type { Owed, OwedToday, Why } from "../api/owed";
import type { Today } from "../api/types";
import { BUNDLE, record } from "./small";

const text = (zh: string) => ({ zh, en: `en ${zh}` });
const HOUR = 3_600_000;
/** An instant so many hours from now. */
export const inHours = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();

export function owed(over: Partial<Owed> = {}): Owed {
  return {
    id: "o1",
    entity: "deal",
    record: "d1",
    record_title: "核磁采购",
    record_version: 3,
    duty: "follow_up",
    label: text("48 小时内跟进"),
    action: "send_plan",
    action_label: text("发送方案"),
    cycle: "",
    kind: "duty",
    state: "open",
    owner: { id: "p1", name: "李娜" },
    unit: "u1",
    due_at: inHours(5.5),
    original_due_at: inHours(5.5),
    provisional: false,
    overdue: false,
    late: false,
    late_s: 0,
    opened_at: inHours(-20),
    closed_at: null,
    escalated: false,
    shown_in: "hours",
    rights: { act: true, waive: false, nudge: false },
    blocks: [],
    evidence: { min: 1, camera: true, accept: ["image"] },
    ...over,
  };
}

export const OVERDUE = owed({
  id: "o2",
  due_at: inHours(-50.5),
  overdue: true,
  late: true,
  late_s: 181_800,
  escalated: true,
});

export function owedToday(over: Partial<Omit<OwedToday, "counts">> = {}): OwedToday {
  const groups = { overdue: [], today: [], week: [], later: [], ...over };
  return {
    ...groups,
    counts: {
      overdue: groups.overdue.length,
      today: groups.today.length,
      week: groups.week.length,
      later: groups.later.length,
    },
  };
}

export const today = (of: OwedToday, over: Partial<Today> = {}): Today => ({
  owed: of,
  approvals: 0,
  worker: { stale: false, seen_at: inHours(0) },
  groups: [],
  ...over,
});

export const WHY: Why = {
  ...OVERDUE,
  why: {
    duty: text("资料发出后，负责人要在 48 小时内完成「发送方案」。"),
    opened_by: {
      at: inHours(-100),
      actor: { id: "p1", name: "李娜" },
      kind: "created",
      data: {},
      names: {},
    },
    rules: [
      {
        part: "owed_while",
        sentence: text("等级等于 A 类"),
        explain: { result: true, needed: [], tree: { at: "$", result: true, values: { level: "a" } } },
      },
    ],
    due: {
      base_at: inHours(-100),
      base_field: null,
      limit: "PT48H",
      at: null,
      calendar: null,
      variant: null,
      provisional: false,
      sentence: text("产生后 48 小时内"),
      changes: [
        {
          at: inHours(-60),
          old: inHours(-52),
          new: inHours(-50.5),
          cause: "extended",
          reason: "客户出差",
          actor: { id: "p9", name: "王强" },
        },
      ],
    },
  },
  log: [
    {
      at: inHours(-1),
      actor: { id: "p9", name: "王强" },
      kind: "nudged",
      data: { to: "p1", text: "今天务必跟进" },
      names: { p1: "李娜" },
    },
  ],
  deliveries: [
    {
      at: inHours(-1),
      kind: "nudge",
      person: { id: "p1", name: "李娜" },
      read_at: null,
      channels: [{ channel: "企业微信", state: "dead", at: inHours(-1), error: "没有账号" }],
    },
  ],
};

/** An approval of "send_plan" in its second step, which asks the signer for an opinion. */
export function approval(over: Partial<ApprovalDetail> = {}): ApprovalDetail {
  const turn = {
    by: null,
    at: null,
    comment: "",
    due_at: null,
    overdue: false,
    added_by: null,
    counts: true,
  };
  return {
    id: "a1",
    entity: "deal",
    record: "d1",
    record_title: "核磁采购",
    record_version: 3,
    action: "send_plan",
    action_label: text("发送方案"),
    state: "pending",
    cause: "",
    asked_by: { id: "p1", name: "李娜" },
    asked_at: inHours(-3),
    closed_at: null,
    step: "legal",
    step_label: text("法务审核"),
    waiting_for: [{ id: "p2", name: "顾明" }],
    stuck: false,
    due_at: inHours(30),
    overdue: false,
    rights: { sign: true, pass_on: true, take_back: false, for_person: null },
    steps: [
      { id: "head", label: text("主管审核"), takes: "one", state: "done" },
      { id: "legal", label: text("法务审核"), takes: "one", state: "now" },
    ],
    turns: [
      {
        ...turn,
        n: 1,
        step: "head",
        step_label: text("主管审核"),
        person: { id: "p9", name: "王强" },
        state: "approved",
        by: { id: "p8", name: "陈静" },
        at: inHours(-2),
        comment: "价格合理",
      },
      {
        ...turn,
        n: 2,
        step: "legal",
        step_label: text("法务审核"),
        person: { id: "p2", name: "顾明" },
        state: "asked",
        due_at: inHours(30),
      },
    ],
    values: [
      {
        key: "note",
        label: text("附言"),
        property: { type: "string", field: { kind: "text", label: text("附言") } },
        value: "请尽快",
        by: null,
      },
    ],
    titles: {},
    files: [],
    form: {
      id: "send_plan",
      entity: "deal",
      label: text("法务审核"),
      fields: {
        opinion: {
          order: 1,
          required: true,
          property: { type: "string", field: { kind: "text", label: text("法务意见") } },
        },
      },
    },
    back_to: [{ step: "head", label: text("主管审核") }],
    row: record(),
    ...over,
  };
}

export const WITH_APPROVAL = {
  ...BUNDLE,
  actions: {
    send_plan: {
      ...BUNDLE.actions["send_plan"],
      id: "send_plan",
      entity: "deal",
      label: text("发送方案"),
      evidence: { min: 0 },
      approval: { steps: { head: { label: text("主管审核"), order: 1 } } },
    },
  },
};
