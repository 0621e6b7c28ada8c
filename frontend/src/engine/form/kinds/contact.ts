/** phone, email, url: text in one checked form. */

import { cleanLine, narrow } from "../characters.ts";
import { FieldIssue } from "../issue.ts";
import type { Kind } from "../kind.ts";
import { textual } from "./text.ts";

const MOBILE = /^1[3-9]\d{9}$/;
/** Area codes: 010 and 02x have seven or eight digits behind them, four-digit ones likewise. */
const LANDLINE = /^(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:(?:-|转|x|ext\.?)(\d{1,6}))?$/;
const SERVICE = /^([48]00)(\d{3})(\d{4})$/;
const SHORT = /^(?:9[56]\d{3,4}|1[012]\d{1,3})$/;
const ABROAD = /^\+[1-9]\d{5,14}$/;

/** The stored form of a telephone number: mainland numbers without country code, others as +digits. */
export function phoneOf(text: string): string | null {
  const plain = narrow(text)
    .toLowerCase()
    .replace(/[\s().]/g, "");
  const home = plain.replace(/^(?:\+|00)86-?/, "");
  const digits = home.replaceAll("-", "");
  if (MOBILE.test(digits)) return digits;
  const service = SERVICE.exec(digits);
  if (service) return service.slice(1, 4).join("-");
  const line = LANDLINE.exec(home === plain ? home : home.replace(/^(?!0)/, "0"));
  if (line) return [line[1], line[2], line[3]].filter((part) => part !== undefined).join("-");
  if (SHORT.test(digits)) return digits;
  const abroad = plain.replace(/^00(?=[1-9])/, "+").replaceAll("-", "");
  return ABROAD.test(abroad) && !abroad.startsWith("+86") ? abroad : null;
}

function checked(read: (text: string) => string | null, code: string, longest: number): Kind {
  return textual((value) => {
    const text = cleanLine(value);
    if (text === "") return "";
    const stored = read(text);
    if (stored === null) throw new FieldIssue(code);
    return stored;
  }, longest);
}

const PHONE_TEXT = checked(phoneOf, "not_a_phone", 40);
export const PHONE: Kind = {
  ...PHONE_TEXT,
  format: (value) =>
    typeof value === "string"
      ? MOBILE.test(value)
        ? value.replace(/^(\d{3})(\d{4})/, "$1 $2 ")
        : value
      : "",
};

const EMAIL_FORM =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const EMAIL_LONGEST = 254;

export const EMAIL = checked(
  (text) => {
    const plain = narrow(text);
    return plain.length <= EMAIL_LONGEST && EMAIL_FORM.test(plain) ? plain : null;
  },
  "not_an_email",
  EMAIL_LONGEST,
);

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const BARE_HOST = /^[^\s/?#@:]+(?:\.[^\s/?#@:]+)+(?:[:/?#]|$)/;
const URL_FORM = /^https?:\/\/[^\s/?#@:\\<>"]+(?::\d{1,5})?(?:[/?#][^\s<>"]*)?$/i;

export const URL_KIND = checked(
  (text) => {
    const full = !SCHEME.test(text) && BARE_HOST.test(text) ? `https://${text}` : text;
    return URL_FORM.test(full) ? full : null;
  },
  "not_a_url",
  2000,
);
