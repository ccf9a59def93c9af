import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// The system's Chromium: no browser is downloaded.
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));
if (!chromium) throw new Error("Chromium is not installed: `apt-get install chromium`, or say where it is in CHROMIUM");

const tests = (...folders: string[]) => folders.map((folder) => `**/tests/${folder}/**/*.@(spec|test).ts`);

/** One project for each kind of screen; each runs the folder of its name. */
export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: !!process.env.CI,
  retries: 0,
  workers: 2,
  // They end what hangs; how fast anything is, benchmarks say. A machine that is shared takes three times as long.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    headless: true,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", testMatch: tests("phone"), use: phone },
    { name: "phone-without-script", testMatch: tests("phone-without-script"), use: { ...phone, javaScriptEnabled: false } },
    { name: "desk", testMatch: tests("desk", "journeys"), use: { viewport: { width: 1440, height: 900 } } },
    { name: "office", testMatch: tests("office"), use: { viewport: { width: 1440, height: 900 } } },
    { name: "board", testMatch: tests("board"), use: { viewport: { width: 1920, height: 1080 } } },
  ],
});
