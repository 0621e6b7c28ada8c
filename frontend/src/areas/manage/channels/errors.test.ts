import { beforeAll, expect, it } from "vitest";
import "../../../i18n/parts/channels";
import { setLang, translate } from "../../../i18n";
import { errorWords } from "./errors";

beforeAll(() => setLang("zh"));

it.each([
  ["", ""],
  ["unreachable", "连不上对方服务器，请检查地址和网络"],
  ["wecom 60020", "本系统的 IP 不在对方的可信名单里（wecom 60020）"],
  ["http 503", "对方服务器出错（HTTP 503），会自动重试"],
  ["smtp auth 535", "邮箱账号或授权码不对（smtp auth 535）"],
  ["smtp data 451", "邮件服务器没有接收（smtp data 451）"],
  ["feishu 12345", "对方没有接收（feishu 12345）"],
])("%s", (error, words) => {
  expect(errorWords(error, translate)).toBe(words);
});
