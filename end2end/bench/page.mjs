/**
 * Weighs and times the phone as a phone of the room would see it: CPU four times slower, 1.6 Mbit/s, 150 ms.
 *
 *     node bench/page.mjs --server URL --workshop ID --join TOKEN --participant TOKEN --facilitator TOKEN [--cpu 4] [--rounds 3]
 *
 * `--join` is what the QR code carries, `--participant` opens a phone of somebody who is in already, `--facilitator` lets the
 * script make events while it measures. Prints one JSON object:
 *
 * - `bytes`: what the first visit transfers, from the QR code to the own phone, by kind, with headers; `form`: the part of it
 *   after which the join form can be filled in and sent;
 * - `lcp`: largest contentful paint in ms of the join page, of the phone, and of a static page with the join page's words that
 *   the script serves itself; `ratio` is join / static;
 * - `awake`: ms from the request of the phone's page until the wasm has taken it over;
 * - `inp`: the longest time in ms from an input to the next paint, by what was done, while two events a second arrive;
 * - `cls`: cumulative layout shift of each page.
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "@playwright/test";

const { values: given } = parseArgs({
  options: {
    server: { type: "string" },
    workshop: { type: "string" },
    join: { type: "string" },
    participant: { type: "string" },
    facilitator: { type: "string" },
    cpu: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
  },
});
for (const name of ["server", "workshop", "join", "participant", "facilitator"]) {
  if (!given[name]) {
    console.error(`bench/page.mjs: --${name} is missing; the head of the file says what it is`);
    process.exit(2);
  }
}
const server = given.server.replace(/\/$/, "");
const network = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "fr-FR" };
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
let traffic;
try {
  const rounds = [];
  for (let round = 0; round < Number(given.rounds); round += 1) rounds.push(await firstVisit());
  const inp = await interactions();
  const median = (read) => rounds.map(read).sort((one, other) => one - other)[Math.floor(rounds.length / 2)];
  const first = rounds[0];
  const lcp = Object.fromEntries(["static", "join", "phone"].map((page) => [page, median((round) => round.lcp[page])]));
  const cls = Object.fromEntries(["join", "phone"].map((page) => [page, median((round) => round.cls[page])]));
  const result = {
    cpu: Number(given.cpu),
    network: { kbits: 1600, latency_ms: 150 },
    bytes: first.bytes,
    form: first.form,
    lcp: { ...lcp, ratio: Math.round((lcp.join / lcp.static) * 100) / 100 },
    awake: median((round) => round.awake),
    cls,
    inp,
  };
  console.log(JSON.stringify(result, null, 2));
} finally {
  clearInterval(traffic);
  await browser.close();
}

/** A browser that has never been here, as slow as a phone. */
async function newPhone() {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const seen = { lcp: 0, cls: 0, inputs: [] };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.lcp = entry.startTime))).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.cls += entry.hadRecentInput ? 0 : entry.value))).observe({
      type: "layout-shift",
      buffered: true,
    });
    new PerformanceObserver((list) => {
      for (const { interactionId, duration, name } of list.getEntries()) if (interactionId) seen.inputs.push({ interactionId, duration, name });
    }).observe({ type: "event", durationThreshold: 16, buffered: true });
  });
  const tools = await context.newCDPSession(page);
  await tools.send("Network.enable");
  await tools.send("Network.emulateNetworkConditions", network);
  await tools.send("Emulation.setCPUThrottlingRate", { rate: Number(given.cpu) });
  return { context, page, tools };
}

/** Bytes over the wire of everything that is loaded from now on, by kind. */
function weigh(tools) {
  const kinds = new Map();
  const bytes = { html: 0, css: 0, js: 0, wasm: 0, other: 0, total: 0 };
  tools.on("Network.responseReceived", ({ requestId, response }) => {
    const kind = /html|css|javascript|wasm/.exec(response.mimeType)?.[0] ?? "other";
    kinds.set(requestId, kind === "javascript" ? "js" : kind);
  });
  tools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes[kinds.get(requestId) ?? "other"] += encodedDataLength;
    bytes.total += encodedDataLength;
  });
  return bytes;
}

/** What the page has seen of itself, once nothing larger is painted any more. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  await nextPaint(page);
  return page.evaluate(() => ({ lcp: Math.round(window.seen.lcp), cls: Math.round(window.seen.cls * 1000) / 1000 }));
}

function nextPaint(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
}

let visits = 0;

/** From the QR code to the own phone, and the static page beside it. */
async function firstVisit() {
  const visit = await newPhone();
  const bytes = weigh(visit.tools);
  await visit.page.goto(`${server}/j/${given.join}`);
  const join = await settled(visit.page);
  const form = bytes.html + bytes.css;
  const words = await visit.page.evaluate(() => document.body.innerText.split("\n").filter((line) => line.trim()));
  await visit.page.locator("[name=name]").fill("Camille Mesure");
  await visit.page.locator("[name=organisation]").fill(`Banc d’essai ${++visits}`); // Who meets colleagues is asked first whether they are one of them.
  await visit.page.locator("main form button.primary").tap();
  await visit.page.locator("html[data-hydrated]").waitFor();
  const awake = await visit.page.evaluate(() => Math.round(performance.now()));
  const own = await settled(visit.page);
  await visit.context.close();
  return {
    bytes,
    form,
    awake,
    lcp: { join: join.lcp, phone: own.lcp, static: await staticPage(words) },
    cls: { join: join.cls, phone: own.cls },
  };
}

/** The same words without style or script: as fast as this network and this CPU can be. */
async function staticPage(words) {
  const escaped = words.map((line) => `<p>${line.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</p>`).join("\n");
  const html = `<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Static</title>${escaped}</html>`;
  const compressed = brotliCompressSync(html);
  const still = createServer((request, response) => {
    if (request.url !== "/") return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-encoding": "br" }).end(compressed);
  });
  await new Promise((resolve) => still.listen(0, "127.0.0.1", resolve));
  const visit = await newPhone();
  await visit.page.goto(`http://127.0.0.1:${still.address().port}/`);
  const { lcp } = await settled(visit.page);
  await visit.context.close();
  still.close();
  return lcp;
}

async function send(path, body, token) {
  const answer = await fetch(server + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Two events a second: a new card, and somebody who is interested or not any more. */
function startTraffic() {
  let count = 0;
  const command = (command) => send(`/api/workshops/${given.workshop}/commands`, { command_id: randomUUID(), command }, given.facilitator);
  return setInterval(() => {
    count += 1;
    const card = { kind: count % 4 ? "have" : "want", title: `Palettes du banc d’essai ${count}`, category: "material" };
    const done = count % 2
      ? command({ type: "post_card", card, on_behalf_of: 1 })
      : command({ type: "show_interest", card_id: 2 + (count % 7), interested: count % 4 === 0, on_behalf_of: 1 });
    // One's own card, a phase that does not allow it: an event less, nothing else.
    done.catch(() => undefined);
  }, 500);
}

/** What people do on a phone while the room is busy. */
async function interactions() {
  const { page, context } = await newPhone();
  await context.addCookies([{ name: `maillage_p_${given.workshop.replaceAll("-", "")}`, value: given.participant, url: server }]);
  await page.goto(`${server}/w/${given.workshop}`);
  await page.locator("html[data-hydrated]").waitFor();
  await page.locator(".connection .live").waitFor();
  traffic = startTraffic();

  /** Does something, and gives the longest time until the page showed it. */
  const longest = async (act) => {
    await nextPaint(page);
    await page.evaluate(() => (window.seen.inputs.length = 0));
    await act();
    await nextPaint(page);
    // Entries come after the paint they tell of.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    return page.evaluate(() => {
      const { inputs } = window.seen;
      const worst = inputs.reduce((one, other) => (other.duration > one.duration ? other : one), { duration: 0, name: "none above 16 ms" });
      return { ms: worst.duration, event: worst.name, inputs: new Set(inputs.map(({ interactionId }) => interactionId)).size };
    });
  };
  const tab = (number) => page.locator(".phone-tabs a").nth(number);
  const card = page.locator(".cards > li");
  const measured = {};

  measured.typing = await longest(async () => {
    await page.locator("#title").tap();
    await page.keyboard.type("Chutes de bois non traité", { delay: 60 });
  });
  measured.folding = await longest(async () => {
    await page.locator("details.specify > summary").tap();
    await page.locator("#quality").tap();
    await page.keyboard.type("propre et sec", { delay: 60 });
  });
  measured.room = await longest(async () => {
    await tab(1).tap();
    await card.nth(5).waitFor();
  });
  for (const [name, number] of [["to_matches", 2], ["to_mine", 0], ["back_to_room", 1]]) {
    measured[name] = await longest(() => tab(number).tap());
  }
  measured.filtering = await longest(async () => {
    for (const number of [1, 2, 0]) {
      await page.locator(".filters .chip").nth(number).tap();
      await nextPaint(page);
    }
    await page.locator("#filter-category").selectOption("energy");
    await nextPaint(page);
    await page.locator("#filter-category").selectOption("");
  });
  measured.searching = await longest(async () => {
    await page.locator("#search").tap();
    await page.keyboard.type("palette", { delay: 60 });
    for (let letter = 0; letter < 7; letter += 1) await page.keyboard.press("Backspace", { delay: 60 });
  });
  // New cards push the others down: each is known by where its form goes.
  const forms = page.locator(".cards form:has(button.toggle[aria-pressed=false])");
  const actions = await forms.evaluateAll((all) => all.slice(0, 3).map((form) => form.getAttribute("action")));
  measured.interested = await longest(async () => {
    for (const action of actions) {
      const toggle = page.locator(`form[action="${action}"] button.toggle`);
      await toggle.tap();
      await page.locator(`form[action="${action}"] button.toggle[aria-pressed=true]`).waitFor();
    }
  });
  const cards = await page.locator(".count").innerText();
  const worst = Math.max(...Object.values(measured).map(({ ms }) => ms));
  clearInterval(traffic);
  await context.close();
  return { cards, worst, ...measured };
}
