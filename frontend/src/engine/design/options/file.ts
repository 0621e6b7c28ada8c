/** A file of options as the text one would paste. */

/** Why a file is not read: a spreadsheet's own format, not text at all, or more than options can be. */
export type FileTrouble = "spreadsheet" | "binary" | "big";

const MOST_BYTES = 1_000_000;

const begins = (bytes: Uint8Array, ...with_: readonly number[]): boolean =>
  with_.every((byte, at) => bytes[at] === byte);

/** UTF-8 or UTF-16 as Excel writes "Unicode text", else GBK (its superset GB 18030), as Excel writes a .csv in China. */
function decoded(bytes: Uint8Array): string {
  if (begins(bytes, 0xff, 0xfe)) return new TextDecoder("utf-16le").decode(bytes);
  if (begins(bytes, 0xfe, 0xff)) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/** The cells of comma separated lines; `mark` is what separates them. */
function csvCells(text: string, mark: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ["", false];
  const end = () => {
    rows.at(-1)?.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += sign;
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === mark) end();
    else if (sign === "\n") {
      end();
      rows.push([]);
    } else cell += sign;
  }
  end();
  return rows;
}

/** The mark most lines have most of: a comma, or what Excel takes where the comma is for decimals. */
function markOf(text: string): string {
  const plain = text.replace(/"(?:[^"]|"")*"/g, "");
  const count = (mark: string) => plain.split(mark).length;
  return [";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best), ",");
}

/** `tree`: a cell that begins with a quote is put in quotes, as cells of a block are read. */
function asPasted(text: string, tree: boolean): string {
  const cell = (raw: string) => {
    const plain = raw.replace(/[\r\n\t]+/g, " ").trimEnd();
    return tree && plain.startsWith('"') ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = csvCells(text.replace(/\r\n?/g, "\n"), markOf(text));
  return lines
    .map((row) => row.map(cell).join("\t").trimEnd())
    .join("\n")
    .trimEnd();
}

/** The text of a .csv or .txt file, its columns separated by tabs; what it is where it is none. */
export function readOptionsFile(
  name: string,
  bytes: Uint8Array,
  tree: boolean,
): { readonly text: string } | { readonly trouble: FileTrouble } {
  // A zip, or the container of the old .xls.
  if (begins(bytes, 0x50, 0x4b, 3, 4) || begins(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return { trouble: "spreadsheet" };
  if (bytes.length > MOST_BYTES) return { trouble: "big" };
  const text = decoded(bytes);
  if (text.includes("\u0000")) return { trouble: "binary" };
  return { text: /\.csv$/i.test(name) ? asPasted(text, tree) : text.replace(/\r\n?/g, "\n").trimEnd() };
}
