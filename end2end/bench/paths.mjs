// Each person's path as somebody new takes it: taps, keys and seconds at a person's pace, with pictures on wish.
//   node bench/paths.mjs [FOLDER]      (after `cargo xtask site` and `cargo build --package server`)
// The pace: a tap, or a choice in a list, takes 0.8 s with looking for it; a letter on a phone 0.25 s, on a keyboard 0.15 s; a page or question that
// has to be understood first 1.2 s. What the machine takes is in it, because the clock runs while it works.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const binary = ["debug", "release"].map((kind) => join(root, "target", kind, "maillage")).find(existsSync);
const pictures = process.argv[2];
if (pictures) mkdirSync(pictures, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "maillage-paths-"));
const server = spawn(binary, ["demo", "--speed", "0", "--json", "--listen", "127.0.0.1:0", "--data", data], { stdio: ["ignore", "pipe", "ignore"] });
let demo;
for await (const line of createInterface({ input: server.stdout })) {
  if (line.startsWith("{")) demo = JSON.parse(line);
  if (line.startsWith("listening")) break;
}
// The demonstration listens where it is told: the port of its addresses is the one that it took.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const command = async (command) => {
  const answer = await fetch(`${demo.origin}/api/workshops/${demo.id}/commands`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${demo.facilitator_token}` },
    body: JSON.stringify({ command_id: crypto.randomUUID(), command }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Somebody at a screen, at a person's pace. */
class Person {
  constructor(page, letter) {
    Object.assign(this, { page, letter, taps: 0, keys: 0, from: Date.now() });
  }
  async look() {
    await pause(1.2);
  }
  async tap(target) {
    await pause(0.8);
    await target.click();
    this.taps += 1;
  }
  async type(target, text) {
    await this.tap(target);
    await this.write(text);
  }
  async write(text) {
    for (const letter of text) {
      await pause(this.letter);
      await this.page.keyboard.press(letter === "\n" ? "Enter" : letter === " " ? "Space" : letter);
      this.keys += 1;
    }
  }
  async choose(target, option) {
    await this.tap(target);
    await pause(0.8);
    await target.selectOption(option);
    this.taps += 1;
  }
  async picture(name) {
    if (pictures) await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  tell(what) {
    console.log(`| ${what} | ${this.taps} | ${this.keys} | ${((Date.now() - this.from) / 1000).toFixed(1)} |`);
    Object.assign(this, { taps: 0, keys: 0, from: Date.now() });
  }
}
const phone = async () => new Person(await (await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: "fr-FR" })).newPage(), 0.25);
const laptop = async () => new Person(await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "fr-FR" })).newPage(), 0.15);
const button = (person, name) => person.page.getByRole("button", { name });

console.log("| path | taps | keys | seconds |\n|---|---|---|---|");
await command({ type: "change_phase", phase: "haves_wants" });
const guest = await phone();
guest.from = Date.now();
await guest.page.goto(demo.phone);
await guest.look();
await guest.type(guest.page.getByLabel("Votre nom"), "Nina Roy\n");
await guest.write("Menuiserie Roy");
await guest.tap(button(guest, "Entrer dans l’atelier"));
await guest.page.getByRole("heading", { name: "Nouvelle fiche" }).waitFor();
await guest.look();
await guest.picture("guest-1-form");
await guest.tap(guest.page.getByText("J’ai", { exact: true }));
await guest.type(guest.page.getByLabel("Intitulé"), "palettes");
await guest.tap(button(guest, "Publier la fiche"));
await guest.page.locator(".cards li").first().waitFor();
await guest.tell("participant: from the scan to the first card saved");
await guest.picture("guest-2-saved");
await guest.tap(guest.page.getByRole("link", { name: "La salle" }));
await guest.look();
await guest.tap(button(guest, "Intéressé").first());
await guest.page.locator(".toggle[aria-pressed=true]").first().waitFor();
guest.tell("participant: first interest in a card of the room");
await command({ type: "change_phase", phase: "matching" });
await guest.tap(guest.page.getByRole("link", { name: "Correspondances" }));
await guest.page.locator(".match").first().waitFor();
await guest.look();
await guest.picture("guest-3-matches");
await guest.tap(guest.page.locator(".match").first().getByRole("button", { name: "Intéressé" }).first());
guest.tell("participant: says what they think of a match");
await guest.tap(guest.page.locator(".who a"));
await guest.page.getByRole("heading", { name: "À rencontrer" }).waitFor();
await guest.look();
await guest.picture("guest-4-me");
guest.tell("participant: whom to meet");
await guest.tap(guest.page.getByRole("link", { name: "Donner mon avis" }));
await guest.look();
for (const id of ["useful", "organised", "lead"]) await guest.tap(guest.page.locator(`label[for=${id}]`));
await guest.tap(button(guest, "Envoyer mon avis"));
await guest.page.getByText("Merci").waitFor();
await guest.picture("guest-5-view");
guest.tell("participant: says what they think of the workshop");

const desk = await laptop();
await desk.page.goto(demo.login);
desk.from = Date.now();
await desk.type(desk.page.locator("#email"), demo.email);
await desk.type(desk.page.locator("#password"), demo.password + "\n");
await desk.page.getByRole("link", { name: "Nouvel atelier" }).first().waitFor();
desk.tell("facilitator: signs in");
await desk.tap(desk.page.getByRole("link", { name: "Nouvel atelier" }).first());
await desk.look();
await desk.picture("desk-1-new");
await desk.type(desk.page.locator("#title"), "Atelier du port");
// A date field takes eight figures in the order of the browser's language.
await desk.tap(desk.page.locator("#date"));
await pause(8 * desk.letter);
desk.keys += 8;
await desk.page.locator("#date").fill("2026-11-26");
await desk.tap(button(desk, "Créer"));
await desk.page.locator(".desk-main").waitFor();
desk.tell("facilitator: a new workshop");
await desk.picture("desk-2-desk");
await desk.tap(desk.page.locator("details.menu > summary").first());
await desk.tap(desk.page.getByRole("link", { name: "Déroulé" }));
await desk.look();
await desk.choose(desk.page.getByLabel("Partir d’un modèle"), "half_day");
await desk.tap(button(desk, "Remplir le formulaire"));
await desk.look();
await desk.tap(button(desk, "Enregistrer"));
await desk.page.locator(".desk-main").waitFor();
desk.tell("facilitator: running order from a template");
await desk.page.locator("html[data-hydrated]").waitFor();
await desk.tap(desk.page.locator(".panel-tab").first());
await desk.tap(button(desk, "Commencer").first());
await desk.page.locator(".under-way-left").waitFor();
desk.tell("facilitator: begins the first step");
await desk.picture("desk-3-begun");

const scribe = await laptop();
await scribe.page.goto(demo.desk);
await scribe.page.goto(`${demo.origin}/desk/${demo.id}/tables/2`);
scribe.from = Date.now();
await scribe.look();
for (const line of ["1+ palettes EUR, 40 palettes/mois\n", "2- chaleur, 2 MWh/jour #ener\n", "@ Lou Diaz, Forge du Pont\n"]) {
  await scribe.write(line);
  await scribe.page.getByText(/Noté – n°|Assis à cette table/).waitFor();
}
scribe.tell("scribe: two cards and a person without a phone");
await scribe.picture("scribe-1");

await desk.page.goto(`${demo.origin}/programme`);
desk.from = Date.now();
await desk.look();
await desk.picture("manager-1");
await desk.tap(desk.page.getByRole("link", { name: "Synergies" }).first());
await desk.look();
await desk.picture("manager-2");
desk.tell("manager: from the dashboard to the synergies");

const board = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
await board.goto(demo.board);
await board.locator("html[data-hydrated]").waitFor();
if (pictures) await board.screenshot({ path: join(pictures, "board.png") });
await browser.close();
server.kill();
rmSync(data, { recursive: true, force: true });
