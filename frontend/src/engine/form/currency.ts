/** Currencies: decimals of the minor unit, how they print, and what people type for them (core/fields/currencies.py). */

import { own } from "../rules/ast.ts";

export interface Currency {
  readonly code: string;
  readonly decimals: number;
  /** Stands before the amount. */
  readonly shown: string;
  /** Signs, in lower case, that may stand at either end of a typed amount. */
  readonly typed: readonly string[];
}

const NO_MINOR = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "));
const THREE = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

const KNOWN: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  CNY: ["¥", ["人民币", "rmb", "cn¥", "¥", "元整", "元", "块"]],
  USD: ["US$", ["us$", "美元", "美金", "$"]],
  EUR: ["€", ["欧元", "€"]],
  GBP: ["£", ["英镑", "£"]],
  JPY: ["JP¥", ["日元", "jp¥", "円", "¥"]],
  HKD: ["HK$", ["港元", "港币", "hk$", "$"]],
  TWD: ["NT$", ["新台币", "nt$", "$"]],
  SGD: ["S$", ["新加坡元", "新币", "s$", "$"]],
  AUD: ["A$", ["澳元", "a$", "$"]],
  CAD: ["C$", ["加元", "c$", "$"]],
  KRW: ["₩", ["韩元", "₩"]],
  INR: ["₹", ["卢比", "₹"]],
  VND: ["₫", ["越南盾", "₫"]],
};

/** The currency of an ISO 4217 code, the renminbi when there is none; an unlisted one prints as "THB 1.50". */
export function currencyOf(code: string | null | undefined): Currency {
  const iso = code ?? "CNY";
  const [shown, typed] = own(KNOWN, iso) ?? [`${iso} `, []];
  const decimals = NO_MINOR.has(iso) ? 0 : THREE.has(iso) ? 3 : 2;
  return { code: iso, decimals, shown, typed: [iso.toLowerCase(), ...typed] };
}
