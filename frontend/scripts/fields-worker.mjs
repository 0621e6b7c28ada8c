// Runs fields-worker.ts with plain Node 20, which cannot read TypeScript: `node frontend/scripts/fields-worker.mjs`.
// The bundle is built in memory at every start (under a second), so it can never be older than the source.
import { fileURLToPath } from "node:url";

import { build } from "vite";

const bundle = await build({
  configFile: false,
  logLevel: "silent",
  build: {
    ssr: fileURLToPath(new URL("fields-worker.ts", import.meta.url)),
    write: false,
    minify: false,
    target: "node20",
  },
});
const { code } = bundle.output[0];
const { serve } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
serve();
