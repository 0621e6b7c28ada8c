/** Why a message was not sent, in words and with what to do; the sender's own short code stays beside it. */
import type { Key, Translate } from "../../../i18n";

/** Codes the vendors publish that have one usual cause. */
const KNOWN: Readonly<Record<string, Key>> = {
  unreachable: "send.unreachable",
  timeout: "send.timeout",
  garbled: "send.garbled",
  "wecom invaliduser": "send.nobody",
  "wecom 40001": "send.secret",
  "wecom 40013": "send.corp",
  "wecom 40056": "send.agent",
  "wecom 60020": "send.ip",
  "wecom 60111": "send.nobody",
  "wecom 81013": "send.nobody",
  "wecom 93000": "send.robot",
  "wecom_robot 93000": "send.robot",
  "dingtalk 40014": "send.secret",
  "dingtalk 40089": "send.secret",
  "dingtalk 33012": "send.nobody",
  "dingtalk 310000": "send.sign",
  "dingtalk_robot 310000": "send.sign",
  "dingtalk_robot 300001": "send.robot",
  "feishu 10003": "send.secret",
  "feishu 10014": "send.secret",
  "feishu 230001": "send.nobody",
  "feishu 230013": "send.nobody",
  "feishu_robot 19021": "send.sign",
  "feishu_robot 19001": "send.robot",
};

export function errorWords(error: string, t: Translate): string {
  if (error === "") return "";
  const known = KNOWN[error];
  if (known) return error.includes(" ") ? `${t(known)}（${error}）` : t(known);
  const http = /^http (\d{3})$/.exec(error);
  if (http) return t("send.http", { status: http[1] ?? "" });
  if (error.startsWith("smtp")) return t(/ 53\d$/.test(error) ? "send.login" : "send.smtp", { error });
  return t("send.other", { error });
}
