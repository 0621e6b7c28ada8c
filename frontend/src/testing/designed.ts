/** A small app as a designer has it in hand. */
import type { AppDoc } from "../engine/design/documents";

export const DESIGNED: AppDoc = {
  app: { key: "small", name: { zh: "小销售", en: "Small sales" }, version: "1" },
  access: {
    roles: {
      rep: {
        label: { zh: "销售", en: "Rep" },
        order: 10,
        entities: {
          customer: { scope: "own", create: true, edit: true, fields: { level: "read" } },
          deal: { scope: "own", create: true, edit: true },
        },
      },
      boss: {
        label: { zh: "主管", en: "Supervisor" },
        order: 20,
        design: true,
        people: true,
        entities: {
          customer: { scope: "all", create: true, edit: true, assign: true, archive: true, imports: true },
          deal: { scope: "all", create: true, edit: true, assign: true, archive: true, exports: true },
        },
      },
    },
  },
  entities: {
    customer: {
      entity: { id: "customer", label: { zh: "客户", en: "Customer" }, title: "name", order: 10 },
      properties: {
        name: {
          type: "string",
          maxLength: 60,
          field: {
            kind: "text",
            label: { zh: "客户名称", en: "Name" },
            order: 10,
            required: true,
            filterable: true,
          },
        },
        level: {
          type: "string",
          field: {
            kind: "choice",
            label: { zh: "客户等级", en: "Level" },
            order: 20,
            filterable: true,
            options: {
              a: { label: { zh: "A 类", en: "A" }, order: 10, color: "red" },
              b: { label: { zh: "B 类", en: "B" }, order: 20 },
            },
          },
        },
        since: {
          type: "string",
          format: "date",
          field: { kind: "date", label: { zh: "合作起始", en: "Since" }, order: 30 },
        },
      },
    },
    deal: {
      entity: { id: "deal", label: { zh: "商机", en: "Deal" }, title: "title", order: 20 },
      properties: {
        title: {
          type: "string",
          field: { kind: "text", label: { zh: "商机名称", en: "Title" }, order: 10, required: true },
        },
        customer: {
          type: "string",
          field: { kind: "reference", label: { zh: "客户", en: "Customer" }, order: 20, target: "customer" },
        },
        amount: {
          type: "integer",
          field: { kind: "money", label: { zh: "预计金额", en: "Amount" }, order: 30, currency: "CNY" },
        },
        reason: {
          type: "string",
          field: {
            kind: "long_text",
            label: { zh: "大额说明", en: "Why so much" },
            order: 40,
            relevance: { op: "gt", a: [{ f: "amount" }, { v: 10_000_000 }] },
          },
        },
      },
    },
  },
  forms: {
    deal: {
      id: "deal",
      entity: "deal",
      label: { zh: "商机" },
      sections: {
        main: {
          label: { zh: "基本信息", en: "Basics" },
          order: 10,
          fields: {
            title: { order: 10 },
            customer: { order: 20, width: "half" },
            amount: { order: 30, width: "half" },
          },
        },
      },
    },
  },
  lists: {
    deal: {
      id: "deal",
      entity: "deal",
      label: { zh: "商机" },
      columns: { title: { order: 10 }, amount: { order: 20 } },
    },
  },
  flows: {
    deal: {
      id: "deal",
      entity: "deal",
      label: { zh: "商机推进", en: "Deal flow" },
      stages: {
        contact: { label: { zh: "客户触达", en: "Contact" }, order: 10 },
        quote: {
          label: { zh: "报价", en: "Quote" },
          order: 20,
          entry: { fields: { amount: { order: 10 } } },
        },
        won: { label: { zh: "签约", en: "Won" }, kind: "won", order: 30 },
        lost: { label: { zh: "输单", en: "Lost" }, kind: "lost", order: 40 },
      },
      paths: {
        all: {
          label: { zh: "标准", en: "Standard" },
          stages: { contact: { order: 10 }, quote: { order: 20 }, won: { order: 30 } },
        },
      },
      transitions: {
        to_quote: { label: { zh: "进入报价", en: "Quote" }, from: { contact: {} }, to: "quote", order: 10 },
        to_won: {
          label: { zh: "签约", en: "Sign" },
          from: { quote: {} },
          to: "won",
          order: 20,
          requires: { actions: { visit: {} } },
        },
        to_lost: {
          label: { zh: "输单", en: "Lose" },
          from: { contact: {}, quote: {} },
          to: "lost",
          order: 30,
        },
      },
    },
  },
  actions: {
    visit: {
      id: "visit",
      entity: "deal",
      label: { zh: "拜访客户", en: "Visit" },
      order: 10,
      fields: {
        how: {
          order: 10,
          required: true,
          property: {
            type: "string",
            maxLength: 15,
            field: { kind: "text", label: { zh: "结果", en: "Result" } },
          },
        },
        amount: { order: 20, target: "amount" },
      },
      evidence: { min: 1, accept: { image: {} }, camera: true },
    },
  },
  duties: {
    visit_soon: {
      id: "visit_soon",
      entity: "deal",
      label: { zh: "报价后拜访", en: "Visit after quote" },
      opens_when: { entity: "deal", kind: "moved", stage: "quote" },
      action: "visit",
      due: { after: "PT24H" },
      remind: { soon: { before: "PT2H" } },
      escalate: { boss: { after: "PT4H", person: { to: "role", role: "boss" } } },
    },
  },
  triggers: {
    told: {
      id: "told",
      label: { zh: "签约通知", en: "Tell of the win" },
      on: { entity: "deal", kind: "moved", stage: "won" },
      effects: {
        tell: {
          kind: "notify",
          order: 10,
          person: { to: "role", role: "boss" },
          text: { zh: "{title} 已签约", en: "{title} is won" },
        },
      },
    },
  },
};
