// Runs design-worker.ts with plain Node 20, which cannot read TypeScript: `node frontend/scripts/design-worker.mjs`.
// The bundle is built in memory at every start (under a second), so it can never be older than the source.
import { fileURLToPath } from "node:url";

import { build } from "vite";

const bundle = await build({
  configFile: false,
  logLevel: "silent",
  // The check of shapes comes along: a module made of text finds no packages.
  ssr: { noExternal: true },
  build: {
    ssr: fileURLToPath(new URL("design-worker.ts", import.meta.url)),
    write: false,
    minify: false,
    target: "node20",
  },
});
const { code } = bundle.output[0];
const { serve } = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
serve();
