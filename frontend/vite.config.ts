import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The backend that `followthrough serve` starts; only `npm run dev` talks to it through this proxy.
const backend = process.env["FOLLOWTHROUGH_URL"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "dist",
    // The server's shell and the script budget test read which files each route needs.
    manifest: true,
    // Strict CSP: nothing may be inlined into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    target: "es2022",
  },
  server: { proxy: { "/api": { target: backend, changeOrigin: false } } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    passWithNoTests: false,
    restoreMocks: true,
    maxWorkers: 2,
  },
});
