/** phone, email, url: text in one checked form (core/fields/contacts.py). No user pattern is involved. */

import { cleanLine, narrow } from "../characters.ts";
import { FieldIssue } from "../issue.ts";
import type { Kind } from "../kind.ts";
import { textual } from "./text.ts";

const MAX_PHONE = 32;
const MAX_EMAIL = 254;
const MAX_LOCAL = 64;
const MAX_URL = 2000;

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^(0(?:10|2\d)|0[3-9]\d\d)([2-9]\d{6,7})$/;
const SERVICE = /^([48]00)(\d{3})(\d{4})$/;
const SHORT = /^(?:9[56]\d{3,4}|1[0-2]\d{3})$/;
const ABROAD = /^\+[1-9]\d{6,14}$/;
const WRITTEN = /^[0-9 ()\-.+]{3,32}$/;
const EXTENSION = /^(.*?)(?:转|ext\.?|x|-)(\d{1,6})$/;

/** A mainland number behind +86: mobile and service numbers as they are, landlines with their 0. */
function home(digits: string): string {
  return MOBILE.test(digits) || SERVICE.test(digits) || digits.startsWith("0") ? digits : `0${digits}`;
}

/** A number without extension as dialled in China, or with + and the country code; null when it is none. */
function national(written: string): string | null {
  if (!WRITTEN.test(written) || written.slice(1).includes("+")) return null;
  const bare = written.replace(/[ ()\-.]/g, "").replace(/^00/, "+");
  const digits = bare.startsWith("+86") ? home(bare.slice(3)) : bare;
  const parts = LANDLINE.exec(digits) ?? SERVICE.exec(digits);
  if (parts) return parts.slice(1).join("-");
  return MOBILE.test(digits) || SHORT.test(digits) || ABROAD.test(digits) ? digits : null;
}

/** The stored form of a telephone number, or null. */
export function phoneOf(text: string): string | null {
  const spaced = text.toLowerCase().replace(/\s+/g, " ");
  const written = national(spaced);
  if (written !== null) return written;
  const [, number, extension] = EXTENSION.exec(spaced.replaceAll(" ", "")) ?? [];
  const line = number === undefined ? null : national(number);
  return line?.startsWith("0") && extension !== undefined ? `${line}-${extension}` : null;
}

const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const WIDE_LABEL = /^[\p{L}\p{N}-]{1,63}$/u;
const TOP = /^(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59})$/;
// eslint-disable-next-line no-control-regex -- ASCII is the question
const ASCII = /^[\u0000-\u007f]*$/;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, host] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (at < 1 || text.length > MAX_EMAIL || local.length > MAX_LOCAL || !ATOM.test(local)) return false;
  const labels = host.split(".");
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && TOP.test(labels.at(-1) ?? "");
}

function isLabel(label: string): boolean {
  if (ASCII.test(label)) return LABEL.test(label);
  return WIDE_LABEL.test(label) && !label.startsWith("-") && !label.endsWith("-");
}

function isHost(authority: string): boolean {
  const colon = authority.indexOf(":");
  const host = colon < 0 ? authority : authority.slice(0, colon);
  const port = colon < 0 ? "1" : authority.slice(colon + 1);
  const number = /^\d+$/.test(port) ? Number(port.slice(0, 6)) : 0;
  return number > 0 && number < 65_536 && host.length <= 253 && host.split(".").every(isLabel);
}

/** The stored form of a web address, "https://" put before one without a scheme; null when it is none. */
export function urlOf(text: string): string | null {
  if (text.length > MAX_URL || /[\s\\"<>`]/.test(text)) return null;
  const mark = text.indexOf("://");
  if (mark < 0) {
    const host = text.split(/[/?#]/, 1)[0] ?? "";
    const named = ASCII.test(host) && host.includes(".") && !host.includes(":") && isHost(host);
    return named && TOP.test(host.split(".").at(-1) ?? "") ? `https://${text}` : null;
  }
  const authority = text.slice(mark + 3).split(/[/?#]/, 1)[0] ?? "";
  return /^https?$/i.test(text.slice(0, mark)) && isHost(authority) ? text : null;
}

/** A text kind whose stored form `read` gives, or null with `code` for what it is not. */
function checked(
  prepare: (text: string) => string,
  read: (text: string) => string | null,
  code: string,
): Kind {
  return textual((value) => {
    const text = prepare(cleanLine(value));
    if (text === "") return "";
    const stored = read(text);
    if (stored === null) throw new FieldIssue(code);
    return stored;
  }, MAX_URL);
}

const narrowed = (text: string): string => narrow(text).trim();

export const PHONE: Kind = {
  ...checked(narrowed, (text) => (text.length <= 2 * MAX_PHONE ? phoneOf(text) : null), "not_a_phone"),
  format: (value) => {
    if (typeof value !== "string") return "";
    return MOBILE.test(value) ? value.replace(/^(\d{3})(\d{4})/, "$1 $2 ") : value;
  },
};

export const EMAIL = checked(narrowed, (text) => (isEmail(text) ? text : null), "not_an_email");

export const URL_KIND = checked((text) => text, urlOf, "not_a_url");
