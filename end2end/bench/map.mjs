// The map of flows from no card to three hundred: frames a second while cards come, and a picture now and then.
//   node bench/map.mjs [FOLDER]      (after `cargo xtask site` and `cargo build --release --package server`)
// The frames are counted in the page, with the processor slowed down four times.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = ["release", "debug"].map((kind) => join(root, "target", kind, "maillage")).find(existsSync);
const pictures = process.argv[2];
const data = mkdtempSync(join(tmpdir(), "maillage-map-"));
const server = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data", data]);
const address = await new Promise((resolve) =>
  createInterface({ input: server.stdout }).on("line", (line) => /^listening on (http:\S+)/.test(line) && resolve(line.split(" ")[2].replace(/\/$/, ""))),
);
const made = JSON.parse(
  execFileSync(binary, ["workshop", "create", "--title", "Atelier synergies du val", "--tables", "10", "--phase", "haves_wants", "--json", "--data", data]).toString(),
);
const send = async (path, body, token) => {
  const answer = await fetch(address + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return answer.json();
};
const rows = (name) => {
  const split = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((found) => found[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
  const [heading, ...lines] = readFileSync(join(root, "backend/demo", `${name}.csv`), "utf8").trim().split(/\r?\n/);
  return lines.map((line) => Object.fromEntries(split(heading).map((key, at) => [key, split(line)[at] ?? ""])));
};
const companies = rows("companies");
const cards = rows("cards").filter((card) => card.visibility === "");
const tokens = new Map();
for (const company of companies) {
  const joined = await send("/api/join", { token: made.join_token, name: company.participant, organisation: company.name, table: company.table, sector: company.nace }, "");
  tokens.set(company.key, joined.token);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: "fr-FR", colorScheme: "light" });
await page.goto(`${address}/b/${made.board_key}?scene=map`);
await page.locator("html[data-hydrated]").waitFor();
const slow = await page.context().newCDPSession(page);

const count = (seconds) =>
  page.evaluate(
    (seconds) =>
      new Promise((resolve) => {
        const from = performance.now();
        const frames = [];
        const next = (now) => (now - from > seconds * 1000 ? resolve(frames) : (frames.push(now), requestAnimationFrame(next)));
        requestAnimationFrame(next);
      }),
    seconds,
  );
const tell = (what, frames) => {
  const gaps = frames.slice(1).map((at, index) => at - frames[index]).sort((one, other) => one - other);
  const rate = (1000 * gaps.length) / (frames.at(-1) - frames[0]);
  console.log(`${what}: ${rate.toFixed(1)} frames a second, longest ${gaps.at(-1).toFixed(0)} ms, 99 of 100 within ${gaps[Math.floor(gaps.length * 0.99)].toFixed(0)} ms`);
};

const shots = [0, 20, 60, 120, 200, 300];
for (let posted = 0; posted <= 300; posted += 1) {
  if (pictures && shots.includes(posted)) {
    mkdirSync(pictures, { recursive: true });
    await page.setViewportSize({ width: 960, height: 540 });
    await page.waitForTimeout(2500);
    await page.screenshot({ path: join(pictures, `map-${String(posted).padStart(3, "0")}.png`) });
    await page.setViewportSize({ width: 1920, height: 1080 });
  }
  if (posted === 300) break;
  const { kind, title, category, quantity, unit, frequency } = cards[posted % cards.length];
  // The second time round another company says the same.
  const company = companies[(companies.findIndex((known) => known.key === cards[posted % cards.length].company) + 11 * Math.floor(posted / cards.length)) % companies.length];
  const card = { kind, title, category, quantity, unit, frequency };
  await send(`/api/workshops/${made.id}/commands`, { command_id: randomUUID(), command: { type: "post_card", card } }, tokens.get(company.key));
}
const answer = await fetch(`${address}/api/workshops/${made.id}/state`, { headers: { authorization: `Bearer ${made.facilitator_token}` } });
const { workshop } = await answer.json();
console.log(`${Object.keys(workshop.cards).length} cards, ${Object.keys(workshop.matches).length} matches, ${await page.locator(".ribbon").count()} ribbons`);
await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
tell("quiet", await count(5));
const [frames] = await Promise.all([
  count(8),
  (async () => {
    for (let at = 0; at < 8; at += 1) {
      const card = { kind: at % 2 ? "want" : "have", title: `Palettes perdues ${at}`, category: "material" };
      await send(`/api/workshops/${made.id}/commands`, { command_id: randomUUID(), command: { type: "post_card", card } }, tokens.get(companies[at].key));
      await new Promise((resolve) => setTimeout(resolve, 900));
    }
  })(),
]);
tell("while a card comes every second", frames);
await browser.close();
server.kill();
rmSync(data, { recursive: true, force: true });
