import { describe, expect, it } from "vitest";
import { CATALOGUE, template } from "../../../testing/catalogue";
import type { ActionDoc, AppDoc, DutyDoc, TriggerDoc } from "../documents";
import { actionSummary, evidenceText } from "./action";
import { dutySentence } from "./duty";
import { triggerSentence } from "./trigger";
import type { Names } from "./names";

const langs = ["zh", "en"] as const;

/** Ids look like this; no label of a template does. */
const ID = /\b[a-z]+_[a-z0-9_]+\b|\bact\.|\bnew\.|@actor|\{|\}|undefined|null|gone|已不存在/;

const cases = Object.entries(CATALOGUE).flatMap(([key, app]) => langs.map((lang) => ({ key, app, lang })));

const every = <T>(member: (app: AppDoc) => Readonly<Record<string, T>> | undefined) =>
  cases.flatMap(({ key, app, lang }) =>
    Object.entries(member(app) ?? {}).map(([id, doc]) => ({
      key,
      id,
      lang,
      doc,
      names: { app, lang },
    })),
  );

describe("nothing shows an id", () => {
  it.each(every((app) => app.duties))("$key duty $id $lang", ({ names, doc }) => {
    expect(dutySentence(names, doc)).not.toMatch(ID);
  });
  it.each(every((app) => app.triggers))("$key trigger $id $lang", ({ names, doc }) => {
    expect(triggerSentence(names, doc)).not.toMatch(ID);
  });
  it.each(every((app) => app.actions))("$key action $id $lang", ({ names, doc }) => {
    for (const { text } of actionSummary(names, doc)) expect(text).not.toMatch(ID);
  });
});

const SALES = template("sales");
const sales = (lang: "zh" | "en"): Names => ({ app: SALES, lang });
const duty = (id: string): DutyDoc => SALES.duties?.[id] as DutyDoc;
const trigger = (id: string): TriggerDoc => SALES.triggers?.[id] as TriggerDoc;

describe("duties read as one sentence", () => {
  it.each([
    [
      "quote_confirmation",
      "完成「提交报价单」后 24 小时内，负责人必须完成「客户确认报价」，每次都要；提前 4 小时提醒；逾期 4 小时通知区域经理；逾期 24 小时通知销售主管；" +
        "阶段等于报价时才需要做；区域经理、销售主管、总部管理员可以豁免或延期。",
      "After “Submit the quote” is done, the owner must complete “Customer confirms” within 24 hours, every time; reminded 4 hours before; " +
        "4 hours overdue, Regional manager is told; 24 hours overdue, Sales supervisor is told; owed only while Stage is Quote; " +
        "Regional manager, Sales supervisor, HQ administrator may waive or extend it.",
    ],
    [
      "competitor_weekly",
      "新建客户后，每周五 18:00 前，负责人必须完成「竞品动态同步」，每周一次；提前 24 小时提醒；逾期 2 小时通知区域经理；客户等级等于A 类时才需要做；" +
        "区域经理、销售主管、总部管理员可以豁免或延期。",
      null,
    ],
    [
      "call_lead_in_time",
      "新建线索后 4 小时内，负责人必须完成「电话沟通」；提前 10 分钟提醒；逾期 1 小时通知区域经理；客群等于个人（B2C）时改为 30 分钟内；" +
        "区域经理、销售主管、总部管理员可以豁免或延期。",
      null,
    ],
    [
      "payment_proof",
      "完成「签订合同」后，「首付款约定日」当天 18:00 前，负责人必须完成「登记回款」，之后每隔 30 天一次；提前 3 天提醒；提前 9 小时提醒；" +
        "逾期 1 天通知区域经理；逾期 3 天通知销售主管；阶段等于签约，且已回款（未填时取0 元）小于合同金额（未填时取0 元）时才需要做；" +
        "区域经理、销售主管、总部管理员可以豁免或延期。",
      null,
    ],
  ])("%s", (id, zh, en) => {
    expect(dutySentence(sales("zh"), duty(id))).toBe(zh);
    if (en !== null) expect(dutySentence(sales("en"), duty(id))).toBe(en);
  });

  const base: DutyDoc = {
    id: "d",
    entity: "customer",
    label: { zh: "x" },
    opens_when: { entity: "customer", kind: "created" },
    action: "contact_customer",
    due: { after: "P3D", calendar: "organisation", at: "18:00" },
  };
  it.each([
    [{}, "新建客户后第 3 个工作日 18:00 前，负责人必须完成「联系客户」。"],
    [
      { due: { field: "last_follow_up_on", after: "-P3D" } },
      "新建客户后，「最近跟进日」前 3 天之前，负责人必须完成「联系客户」。",
    ],
    [
      { due: { after: "PT4H", calendar: "organisation" } },
      "新建客户后 4 个工作小时内，负责人必须完成「联系客户」。",
    ],
    [{ due: { at: "18:00" } }, "新建客户后当天 18:00 前，负责人必须完成「联系客户」。"],
    [
      { due: { after: "P4D", at: "12:00" }, repeats: { period: "month" } },
      "新建客户后，每月开始后 4 天的 12:00 前，负责人必须完成「联系客户」，每月一次。",
    ],
    [
      { counts: { op: "eq", a: [{ f: "act._effective" }, { v: true }] }, due: { after: "PT1H" } },
      "新建客户后 1 小时内，负责人必须完成「联系客户」；有效的「联系客户」才算完成。",
    ],
    [
      { due: { after: "PT1H" }, assign: { to: "roster", roster: "holidays" } },
      "新建客户后 1 小时内，当时值班的人（节假日值班）必须完成「联系客户」。",
    ],
  ] as [Partial<DutyDoc>, string][])("%j", (change, words) => {
    const names = { ...sales("zh"), rosters: { holidays: "节假日值班" } };
    expect(dutySentence(names, { ...base, ...change })).toBe(words);
  });
});

describe("automations read as one sentence", () => {
  it.each([
    [
      "risk_red",
      "修改合同的「回款风险」（且回款风险等于红）时，开出必做动作「黄色预警：48 小时内发起付款提醒」；然后通知区域经理：" +
        "“合同 【合同编号】（【商机】）回款风险变为红色，未收 【未收金额】”。",
    ],
    [
      "contract_mismatch",
      "完成「签订合同」（且最高报价已填写，且合同金额小于最高报价）时，新建订单异常（异常类型为合同与报价金额不符、情况为“合同金额低于报价，请核对”）。",
    ],
  ])("%s", (id, zh) => {
    expect(triggerSentence(sales("zh"), trigger(id))).toBe(zh);
  });
});

describe("actions in a few lines", () => {
  it("evidence, approval and where it leads", () => {
    const app = template("seal_approval");
    const lines = actionSummary({ app, lang: "zh" }, app.actions?.["apply"] as ActionDoc);
    expect(lines.map(({ text }) => text)).toEqual([
      "填 2 项：计划用印日期、补充说明",
      "至少 1 个图片、Office 文档或PDF，最多 5 个",
      "在起草与审核阶段",
      "申请人、部门负责人、行政主管可做",
      "「审批金额」写为涉及金额、「审批份数」写为用印份数、「审批印章」写为使用印章、「法务意见」写为法务意见（未填时取法务意见）",
      "完成后进入「待用印」",
      "审批：部门负责人审核（部门负责人，1 个工作日内） → 法务审核（法务，2 个工作日内） → 会签（行政主管、法务，全部同意，3 个工作日内）",
    ]);
    expect(evidenceText({ app, lang: "zh" }, { accept: { image: {} }, camera: true, reuse: "refuse" })).toBe(
      "至少 1 张图片，最多 9 张，手机先开相机，用过的图片拒收",
    );
  });
});
