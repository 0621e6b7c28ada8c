import js from "@eslint/js";
import boundaries from "eslint-plugin-boundaries";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

// Arrows point down: app > areas > render > engine, with api, kit and i18n beside; areas never import each other.
const MAY_IMPORT = {
  app: ["app", "area", "render", "engine", "kit", "api", "i18n"],
  area: ["render", "engine", "kit", "api", "i18n"],
  render: ["render", "engine", "kit", "api", "i18n"],
  engine: ["engine", "contract"],
  api: ["api", "engine"],
  kit: ["kit", "i18n"],
  i18n: ["i18n", "contract"],
  testing: ["testing", "app", "area", "render", "engine", "kit", "api", "i18n", "contract"],
};

const ELEMENTS = [
  { type: "app", pattern: "src/app" },
  { type: "area", pattern: "src/areas/*", capture: ["area"] },
  { type: "render", pattern: "src/render" },
  { type: "engine", pattern: "src/engine" },
  { type: "api", pattern: "src/api" },
  { type: "kit", pattern: "src/kit" },
  { type: "i18n", pattern: "src/i18n" },
  { type: "testing", pattern: "src/testing" },
  { type: "contract", pattern: "schemas" },
];

const anyOf = (types) => ({ element: { types: { anyOf: types } } });

const layers = [
  "error",
  {
    default: "disallow",
    policies: [
      ...Object.entries(MAY_IMPORT).map(([from, to]) => ({ from: anyOf([from]), allow: { to: anyOf(to) } })),
      {
        from: anyOf(["area"]),
        allow: {
          to: {
            element: { types: { anyOf: ["area"] }, captured: { area: "{{ from.element.captured.area }}" } },
          },
        },
      },
    ],
  },
];

// The engine must give the same answer in the browser, in a worker and in a Node process: no React, DOM, network or clock.
const ENGINE_IMPORTS = {
  patterns: [
    {
      regex: "^(react|react-dom|@tanstack|i18next|react-i18next|openapi-fetch|idb|downshift|@dnd-kit)(/|$)",
      message: "engine is pure TypeScript",
    },
  ],
};
const ENGINE_GLOBALS = [
  "window",
  "document",
  "navigator",
  "fetch",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "setTimeout",
  "setInterval",
];

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", "src/api/schema.d.ts"] },
  js.configs.recommended,
  { files: ["**/*.{js,mjs}"], languageOptions: { globals: globals.node } },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Code points are what we count: names and labels are Chinese and English text.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "max-lines": ["error", 500],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "text from people is never markup",
        },
        {
          selector: "ImportDeclaration[source.value=/^https?:/]",
          message: "nothing is fetched from elsewhere",
        },
      ],
    },
  },
  {
    // src/main.tsx, the entry, stands outside the rooms.
    files: ["src/*/**/*.{ts,tsx}"],
    plugins: { boundaries, "react-hooks": reactHooks },
    settings: {
      "import/resolver": { node: { extensions: [".ts", ".tsx", ".js", ".json"] } },
      "boundaries/root-path": `${import.meta.dirname}/..`,
      "boundaries/dependency-nodes": ["import", "dynamic-import", "export"],
      "boundaries/elements": ELEMENTS.map((e) =>
        e.type === "contract" ? e : { ...e, pattern: `frontend/${e.pattern}` },
      ),
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "boundaries/no-unknown-files": "error",
      "boundaries/dependencies": layers,
      "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/engine/**/*.ts"],
    ignores: ["src/engine/**/*.test.ts"],
    rules: {
      "no-restricted-imports": ["error", ENGINE_IMPORTS],
      "no-restricted-globals": ["error", ...ENGINE_GLOBALS],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "now is a parameter" },
      ],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // A describe block is a list of cases, not a function to be read at once.
    files: ["**/*.test.{ts,tsx}"],
    // and a test may reach for whatever it needs.
    rules: { "max-lines-per-function": "off", "boundaries/dependencies": "off" },
  },
);
