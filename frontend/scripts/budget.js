// Fails when a page of the sales rep makes a phone load more script than the budget allows.
// Reads dist/.vite/manifest.json: a page = the entry and one route of areas/fill or areas/watch (what the entry loads
// lazily), with all that either imports at once. What a page itself loads later (its dialogs, behind the page) is
// printed but not limited. Sizes are gzip -9, as a server with compression sends them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_KB = 150;
const dist = join(import.meta.dirname, "../dist");
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/** Manifest keys loaded together with `key`, itself included. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const kilobytes = (key) => gzipSync(readFileSync(join(dist, manifest[key].file)), { level: 9 }).length / 1024;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const ours = (key) => /^src\/areas\/(fill|watch)\//.test(key);
const pages = (manifest[entry]?.dynamicImports ?? []).filter(ours);
const later = Object.keys(manifest).filter(
  (key) => manifest[key].isDynamicEntry && ours(key) && !pages.includes(key),
);
if (!entry || pages.length === 0) {
  console.error("budget: the build has no entry or no page of areas/fill or areas/watch");
  process.exit(1);
}

function totalOf(page) {
  const keys = new Set([...closure(entry), ...closure(page)]);
  return [...keys].reduce((sum, key) => sum + kilobytes(key), 0);
}

let over = 0;
for (const page of pages) {
  const total = totalOf(page);
  if (total > LIMIT_KB) over += 1;
  console.log(
    `${total > LIMIT_KB ? "OVER" : "ok  "} ${total.toFixed(1).padStart(6)} kB of ${LIMIT_KB}  ${page}`,
  );
}
for (const part of later) console.log(`late ${totalOf(part).toFixed(1).padStart(6)} kB            ${part}`);
process.exit(over ? 1 : 0);
