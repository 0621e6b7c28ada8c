import { describe, expect, it } from "vitest";

import { evaluate } from "../../engine/rules/compile";
import { BUNDLE } from "../../testing/small";
import { envOf } from "./useEnv";

const NOW = Date.UTC(2025, 0, 27, 9, 0, 0); // 17:00 in Shanghai, the last afternoon before the festival

describe("the moment for rules", () => {
  const env = envOf(
    {
      ...BUNDLE,
      calendars: {
        organisation: {
          start: "2025-01-27",
          workdays: "100000000000111111100",
          hours: {
            "1": [
              ["09:00", "12:00"],
              ["13:30", "18:00"],
            ],
          },
          zone: [["2000-01-01T00:00:00Z", 28800]],
        },
      },
    },
    NOW,
  );

  it.each([
    ["the day is the organisation's", { op: "today", a: [] }, "2025-01-27"],
    [
      "the zone is the server's table",
      { op: "date_of", a: [{ v: "2025-01-27T16:00:00Z", t: "instant" }] },
      "2025-01-28",
    ],
    [
      "working time counts by the calendar that came with the app",
      { op: "add_work_time", a: [{ op: "now", a: [] }, { v: 7200 }, { v: "organisation" }] },
      "2025-02-08T02:00:00Z",
    ],
    [
      "and so do workdays",
      { op: "add_workdays", a: [{ op: "today", a: [] }, { v: 1 }, { v: "organisation" }] },
      "2025-02-08",
    ],
  ] as const)("%s", (_why, rule, expected) => {
    expect(evaluate(rule, {}, env)).toBe(expected);
  });
});
