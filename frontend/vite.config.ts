import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The backend that `followthrough serve` starts; only `npm run dev` talks to it through this proxy.
const backend = process.env["FOLLOWTHROUGH_URL"] ?? "http://127.0.0.1:8000";

// What several pages share goes out in a few files instead of thirty: gzip finds more in one, and a phone asks less often.
// Each group is wanted whole by some page, and by no page only in part (`npm run budget` says what that comes to).
const EDITORS =
  "index|text|longText|number|money|percent|boolean|date|DateInput|duration|choice|choices|phone|email|url|file|image|TypedInput|length|options";
const CHUNKS = [
  // What every page needs of others' code: it stays the same from release to release, so a phone keeps it. What only a few
  // pages use of the libraries comes with those pages.
  {
    name: "frame",
    test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/(?!react-virtual|virtual|.*(useMutation|mutationObserver|useQueries|queriesObserver|useBlocker)\b))|vite\/preload-helper|src\/i18n\/(index|zh\/(app|kit))\.ts|src\/api\/(http|hooks|endpoints|device)\.ts|src\/kit\/(?!Calendar|Picker|dates|Tabs|StageBar|TimeInput)/,
  },
  {
    name: "rules",
    test: /src\/(engine\/(rules\/(compile|calendars|spans|operators\/)|form\/plan)|render\/form\/plans)/,
  },
  // Values as they are read and printed, and what stands around any field of an app.
  {
    name: "values",
    test: new RegExp(
      "src/(engine/(form/(kinds|dates|zone|decimal|characters|currency|options|lists|issue|kind)\\b|rules/(dates|evaluator|ast|numbers)\\.|model/(lookup|entity)\\.)|" +
        "render/(env|fields|form/(ReadValue|places)|files/FileList|kinds/read/)|i18n/(regions|parts/fill|zh/(fill|render))\\.|api/documents|" +
        "areas/fill/form/FillProvider)",
    ),
  },
  // What a write is sent with, refused with, and come back from.
  {
    name: "sending",
    test: /src\/(areas\/fill\/(form\/useSubmit|drafts\/localFiles|useBack)|render\/(form\/ProblemNote|sections|files\/local))\./,
  },
  // A list's rows, as its page and its board show them.
  {
    name: "listing",
    test: /src\/(areas\/fill\/list\/(useListing|Cell|model)|engine\/model\/(paths|naming))\.(?!test)/,
  },
  {
    name: "forms",
    test: new RegExp(
      `src/(engine/form/(state|derive|defaults|sums)|render/(form/(store|FormView|FieldRow|references|useEnv|context)|kinds/edit/(${EDITORS})\\.)|areas/fill/(drafts/(useDraft|DraftNote)|form/CreateForm))`,
    ),
  },
];

export default defineConfig({
  plugins: [react()],
  resolve: {
    // React has it itself since 18: the library need not bring its own for older ones.
    alias: [
      {
        find: /^use-sync-external-store\/shim\/with-selector(\.js)?$/,
        replacement: "use-sync-external-store/with-selector",
      },
    ],
  },
  build: {
    outDir: "dist",
    // The server's shell and the script budget test read which files each route needs.
    manifest: true,
    // Strict CSP: nothing may be inlined into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: "es2022",
    rolldownOptions: {
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: CHUNKS } },
    },
  },
  server: { proxy: { "/api": { target: backend, changeOrigin: false } } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    passWithNoTests: false,
    restoreMocks: true,
    maxWorkers: 2,
    // A machine that does other things at once is slow, not wrong.
    testTimeout: 30_000,
  },
});
