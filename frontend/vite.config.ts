import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/site/",
  build: {
    manifest: "manifest.json",
    outDir: "dist",
    assetsInlineLimit: 0,
    target: "es2020",
    rollupOptions: { input: { site: "src/site.ts", analysis: "styles/analysis.css", editor: "styles/editor.css", draft: "src/editor/draft.ts", calendar: "src/editor/calendar.ts" } },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
