// What a screen reader says on the main paths: Orca reads a real Chromium, moved by real keys, and this prints each key with what was spoken after it.
//
//   apt install orca xvfb openbox at-spi2-core dbus-x11 xdotool libglib2.0-bin chromium      (Debian 12: Orca 43)
//   cargo xtask site && cargo build --package server
//   node bench/spoken.mjs [--language fr|en] [phone] [desk] [board] [programme]              (all four without a name; about seven minutes)
//
// MAILLAGE=/path/to/maillage takes another binary. Orca stays as Debian ships it; only the last link, from Orca to the synthesiser, is replaced
// by a file, so neither a sound card nor a voice is needed. `[en]` before words is a language other than the walk's that the page gives them.
// What comes without a key (a live region) stands after a line that says what happened in the room. It judges nothing: somebody has to read it.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const self = fileURLToPath(import.meta.url);
if (!process.env.SPOKEN_HOME) {
  // A screen, a session bus and a home of its own, which all end with this.
  const home = mkdtempSync(join(tmpdir(), "maillage-spoken-"));
  const display = `:${90 + (process.pid % 100)}`;
  const screen = spawn("Xvfb", [display, "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], { stdio: "ignore" });
  const { DBUS_SESSION_BUS_ADDRESS: _bus, AT_SPI_BUS_ADDRESS: _spi, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const inside = spawn("dbus-run-session", ["--", process.execPath, self, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...env, DISPLAY: display, SPOKEN_HOME: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, ACCESSIBILITY_ENABLED: "1", GTK_MODULES: "gail:atk-bridge", NO_AT_BRIDGE: "0", GSETTINGS_BACKEND: "keyfile" },
  });
  const code = await new Promise((done) => inside.on("exit", (code) => done(code ?? 1)));
  screen.kill();
  rmSync(home, { recursive: true, force: true });
  process.exit(code);
}

const home = process.env.SPOKEN_HOME;
const english = process.argv.join(" ").includes("--language en");
const wished = process.argv.slice(2).filter((word) => ["phone", "desk", "board", "programme"].includes(word));
const file = join(home, "spoken.jsonl");
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// The synthesiser: what Orca hands to a voice goes to the file. `sayAll` reads on at once, as if each piece were spoken to its end.
mkdirSync(join(home, "orca"), { recursive: true });
writeFileSync(file, "");
writeFileSync(
  join(home, "orca", "orca-customizations.py"),
  `
import json
import orca.settings, orca.speech
from orca import speechserver
# A page is read when asked for (KP_Add): a file takes it in at once, and the place of reading would run ahead to its end.
orca.settings.sayAllOnLoad = False
class File(speechserver.SpeechServer):
    def write(self, text, acss=None, kind="speak"):
        family = (acss or {}).get("family") or {}
        with open(${JSON.stringify(file)}, "a") as out:
            out.write(json.dumps({"text": str(text), "kind": kind, "lang": family.get("lang") or ""}) + "\\n")
    def getInfo(self): return ["file", "file"]
    def getVoiceFamilies(self): return []
    def speak(self, text=None, acss=None, interrupt=True): self.write(text, acss)
    def speakCharacter(self, character, acss=None): self.write(character, acss, "character")
    def speakKeyEvent(self, event, acss=None): pass
    def sayAll(self, iterator, progress):
        for context, acss in iterator:
            self.write(context.utterance, acss, "all")
            progress(context.copy(), speechserver.SayAllContext.PROGRESS)
    def stop(self): pass
server = File()
def init(*_):
    orca.speech._speechserver = server
    # Orca 43 reads the language of each piece of text and gives it to no voice: here it is written down.
    from orca.speech_generator import SpeechGenerator
    voice = SpeechGenerator.voice
    def with_language(self, key=None, **args):
        voices = voice(self, key, **args)
        if args.get("language"): voices[0]["family"] = {"lang": args["language"]}
        return voices
    SpeechGenerator.voice = with_language
orca.speech._initSpeechServer = init
`,
);
const env = { ...process.env, LANGUAGE: english ? "en" : "fr", LANG: "C.UTF-8" };
const children = [];
process.on("exit", () => children.reverse().forEach((child) => child.kill("SIGKILL")));
const start = (command, ...args) => children.push(spawn(command, args, { env, stdio: "ignore" }));
const settings = (schema, key) => execFileSync("gsettings", ["set", schema, key, "true"], { env });
settings("org.gnome.desktop.interface", "toolkit-accessibility");
settings("org.gnome.desktop.a11y.applications", "screen-reader-enabled");
start("openbox");
start("/usr/libexec/at-spi-bus-launcher", "--launch-immediately");
await pause(1);
start("orca", ...(process.env.ORCA_DEBUG ? [`--debug-file=${process.env.ORCA_DEBUG}`] : []));

const { chromium } = await import("@playwright/test");
const root = join(dirname(self), "../..");
const binary = process.env.MAILLAGE ?? ["debug", "release"].map((kind) => join(root, "target", kind, "maillage")).find(existsSync);
const server = spawn(binary, ["demo", "--speed", "0", "--json", "--listen", "127.0.0.1:0", "--data", join(home, "data")], { stdio: ["ignore", "pipe", "ignore"] });
children.push(server);
// Read to the end: a server whose words nobody takes would stop.
const demo = await new Promise((found) => {
  let told;
  createInterface({ input: server.stdout }).on("line", (line) => {
    if (line.startsWith("{")) told = JSON.parse(line);
    if (line.startsWith("listening")) found(told);
  });
});
for (let waited = 0; !readFileSync(file, "utf8"); waited += 1) {
  if (waited === 20) throw new Error("Orca says nothing. Only one can run for each user: is another one running?");
  await pause(1);
}

let read = 0;
/** What was spoken since last time, once Orca has been quiet for a while. */
async function heard(quiet = 1.5, longest = 12) {
  const count = () => readFileSync(file, "utf8").length;
  let [size, still] = [count(), 0];
  for (let waited = 0; still < quiet && waited < longest; waited += 0.25) {
    await pause(0.25);
    still = count() === size ? still + 0.25 : 0;
    size = count();
  }
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  const fresh = lines.slice(read).map((line) => JSON.parse(line));
  read = lines.length;
  return fresh.map(({ text, lang }) => (lang && lang !== (english ? "en" : "fr") ? `[${lang}] ` : "") + text.replaceAll("\n", " ⏎ ")).filter((text) => text.trim());
}
const print = (what, said) => console.log(`${what}\n${said.map((words) => `    ${words}`).join("\n") || "    (nothing)"}`);
/** Presses keys (`Tab`, `shift+Tab`, `KP_Add`, `h`) and prints what is spoken. */
async function key(name, times = 1) {
  for (let turn = 0; turn < times; turn += 1) {
    execFileSync("xdotool", ["key", name], { env });
    print(`· ${name}`, await heard(name === "KP_Add" ? 3 : 1.2, name === "KP_Add" ? 60 : 12));
  }
}
/** Tabs until a control that fits the selector has the focus. */
async function tabTo(page, selector, most = 30, back = false) {
  for (let turn = 0; turn < most; turn += 1) {
    await key(back ? "shift+Tab" : "Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return true;
  }
  console.log(`    !! ${selector} was not reached with ${most} presses of Tab`);
  return false;
}
/** What has the focus, for the transcript. */
const focused = async (page) =>
  console.log(`  (focus: ${await page.evaluate(() => { const at = document.activeElement; return `${at?.tagName.toLowerCase()}${at?.id ? `#${at.id}` : ""} “${(at?.getAttribute("aria-label") ?? at?.textContent ?? "").trim().slice(0, 60)}”`; })})`);
async function type(words) {
  execFileSync("xdotool", ["type", "--delay", "60", words], { env });
  print(`· types “${words}”`, await heard());
}
const title = (words) => console.log(`\n## ${words}`);
/** Something happens in the room, without a key of this person. */
async function happens(what, deed, quiet = 3) {
  await heard(0.75);
  await deed();
  print(`· (${what})`, await heard(quiet, 20));
}
const command = async (command, token = demo.facilitator_token) => {
  const answer = await fetch(`${demo.origin}/api/workshops/${demo.id}/commands`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ command_id: crypto.randomUUID(), command }),
  });
  if (!answer.ok) throw new Error(await answer.text());
};
let browsers = 0;
let open;
/** A browser of its own, with one page and no bar of addresses. The one before is closed: Orca speaks of the window in front. */
const opened = async (viewport, address) => {
  await open?.close();
  const profile = join(home, `chromium-${(browsers += 1)}`);
  mkdirSync(join(profile, "Default"), { recursive: true });
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify({ translate: { enabled: false }, intl: { accept_languages: english ? "en-GB,en" : "fr-FR,fr" }, credentials_enable_service: false }));
  open = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: false,
    env,
    args: ["--no-sandbox", "--disable-gpu", "--force-renderer-accessibility", "--test-type", "--window-size=1500,950", "--window-position=0,0", `--app=${address}`],
    viewport,
    locale: english ? "en-GB" : "fr-FR",
  });
  const page = open.pages()[0] ?? (await open.waitForEvent("page"));
  await page.waitForLoadState();
  return page;
};
const card = (title, kind = "have") =>
  command({ type: "post_card", card: { kind, title, category: "", quantity: "", unit: "", frequency: "" }, on_behalf_of: kind === "want" ? 2 : 1 });
const phase = (phase) => command({ type: "change_phase", phase });
const scene = (scene) => command({ type: "show_scene", scene, match_id: null });
/** Sets the focus as a reader's own list of controls would, and prints what is spoken. */
async function goTo(page, selector) {
  await page.locator(selector).first().focus();
  print(`· (to ${selector})`, await heard());
}

/** A participant, at the size of a phone. */
async function phone() {
  title("Phone: the door");
  await phase("haves_wants");
  const page = await opened({ width: 390, height: 844 }, demo.phone);
  print("· opens", await heard(3));
  await key("KP_Add");
  await goTo(page, "button.primary");
  await key("Return");
  print("· comes back with what is missing", await heard(3));
  await focused(page);
  await goTo(page, "#name");
  await type("Nina Roy");
  await key("Tab");
  await type("Menuiserie Roy");
  await key("Return");
  await page.locator("html[data-hydrated]").waitFor();
  title("Phone: a card");
  print("· opens", await heard(3));
  await tabTo(page, "input[type=radio]", 6);
  await key("space");
  await key("Tab");
  await tabTo(page, "#card-form button.primary", 8);
  await key("Return");
  await focused(page);
  await key("Tab");
  await key("Return");
  await focused(page);
  await type("palettes bois");
  await tabTo(page, "#card-form button.primary", 8);
  await key("Return");
  print("· a little later", await heard(3));
  await focused(page);
  await key("Tab", 3);
  title("Phone: the room");
  await goTo(page, "nav a[href$=room]");
  await key("Return");
  await focused(page);
  await tabTo(page, ".cards button.toggle", 12);
  await key("Return");
  await focused(page);
  await happens("somebody posts a card", () => card("bâches"));
  await happens("three more cards", async () => {
    for (const name of ["fûts acier", "cartons", "sciure"]) await card(name);
  });
  await happens("the facilitator goes on to the matches", () => phase("matching"));
  title("Phone: matches");
  await goTo(page, "nav a[href$=matches]");
  await key("Return");
  await focused(page);
  await key("h", 2);
  await key("Down", 3);
  await tabTo(page, ".match button.toggle[aria-pressed=false]", 12);
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
  const before = await page.locator(".match").count();
  await happens("a match of one's own comes in", () => card("palettes bois", "want"));
  console.log(`  (matches on the screen: ${before}, now ${await page.locator(".match").count()})`);
  await tabTo(page, ".match details.confirm > summary", 6);
  await key("Return");
  await key("Tab", 3);
  title("Phone: a step with a clock");
  await goTo(page, ".who a");
  await happens("a step begins", async () => {
    const step = { kind: "table_round", title: "", minutes: "20", phase: "", scene: "" };
    await command({ type: "set_running_order", steps: [step] }).catch((problem) => console.log(`    !! ${problem.message}`));
    await command({ type: "begin_step", step: 0, from: null }).catch((problem) => console.log(`    !! ${problem.message}`));
  });
  await focused(page);
  await happens("ten seconds more", () => pause(10));
  await focused(page);
  title("Phone: own page");
  await goTo(page, ".who a");
  await key("Return");
  print("· opens", await heard(3));
  await key("KP_Add");
}

/** The facilitator's desk. */
async function desk() {
  title("Desk: signing in");
  const page = await signedIn(true);
  await phase("haves_wants");
  await page.goto(`${demo.origin}/desk/${demo.id}`);
  await page.locator("html[data-hydrated]").waitFor();
  title("Desk: phases and panels");
  print("· opens", await heard(3));
  await tabTo(page, ".step", 16);
  await tabTo(page, ".panel-tab", 12);
  await key("Return");
  await focused(page);
  await key("Tab");
  await key("h", 2);
  await goTo(page, ".desk-phases .onward");
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
  title("Desk: a step of the running order");
  await page.goto(`${demo.origin}/desk/${demo.id}/order`);
  await page.getByLabel(english ? "Start from a template" : "Partir d’un modèle").selectOption("half_day");
  await page.getByRole("button", { name: english ? "Fill in the form" : "Remplir le formulaire" }).click();
  await page.getByRole("button", { name: english ? "Save" : "Enregistrer" }).click();
  await page.locator(".desk-main").waitFor();
  await page.goto(`${demo.origin}/desk/${demo.id}?panel=course`);
  await page.locator("html[data-hydrated]").waitFor();
  await heard(3);
  await goTo(page, ".under-way button");
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
  await happens("ten seconds of the clock", () => pause(10));
  await goTo(page, ".steps button");
  title("Desk: a card for somebody");
  await page.goto(`${demo.origin}/desk/${demo.id}?panel=cards`);
  await page.locator("html[data-hydrated]").waitFor();
  await phase("haves_wants");
  await heard(3);
  await goTo(page, ".panel .toolbar button");
  await key("Return");
  await focused(page);
  await goTo(page, ".editor button.primary");
  await key("Return");
  await focused(page);
  await goTo(page, ".editor select[name=on_behalf_of]");
  await key("Down");
  await goTo(page, ".editor input[type=radio]");
  await key("space");
  await key("Tab");
  await type("cuves inox");
  await goTo(page, ".editor button.primary");
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
  await happens("three cards come in", async () => {
    for (const name of ["fûts", "cartons", "sciure"]) await card(name);
  });
  title("Desk: a synergy is confirmed");
  await phase("engagement");
  await page.goto(`${demo.origin}/desk/${demo.id}?panel=matches`);
  await page.locator("html[data-hydrated]").waitFor();
  await heard(3);
  await goTo(page, ".panel .chip");
  await tabTo(page, ".desk-match button", 10);
  await key("Tab", 2);
  await goTo(page, ".desk-match button");
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
  await goTo(page, ".editor button.primary");
  await key("Return");
  print("· a little later", await heard(2));
  await focused(page);
}

/** The board, which nobody steers. */
async function board() {
  title("Board");
  await phase("haves_wants");
  const page = await opened({ width: 1480, height: 850 }, demo.board);
  await page.locator("html[data-hydrated]").waitFor();
  print("· opens", await heard(3));
  await happens("the facilitator shows the cards", () => scene("cards"));
  await happens("a card comes in", () => card("bobines de câble"));
  await happens("a card that matches it", () => card("bobines de câble", "want"));
  await happens("six cards with matches, at once", async () => {
    for (const name of ["palettes", "cartons", "chaleur"]) for (const kind of ["have", "want"]) await card(name, kind);
  });
  await happens("fifteen seconds of nothing", () => pause(15));
  await happens("the facilitator shows the map", () => scene("map"));
  await happens("thirty seconds of nothing", () => pause(30));
  await happens("the facilitator shows the matches", () => scene("matches"));
  await happens("the facilitator shows the figures", () => scene("figures"));
  await key("Tab", 3);
  await goTo(page, "[role=toolbar] button:last-child");
  await key("Return");
  await focused(page);
}

/** The programme's synergies. */
async function programme() {
  title("Programme: the synergies by stage");
  const page = await signedIn(false);
  await page.goto(`${demo.origin}/programme/synergies`);
  print("· opens", await heard(3));
  await goTo(page, ".note-move:not([hidden])");
  await key("Return");
  for (const name of ["Right", "Escape"]) await key(name);
  // The arrows are the reader's own, until it is told to leave them to the page.
  await page.reload();
  await heard(2);
  await goTo(page, ".note-move:not([hidden])");
  await key("Insert+a");
  for (const name of ["Return", "Right", "Left", "Escape", "Return", "Right", "Return"]) await key(name);
  print("· a little later", await heard(3));
  await focused(page);
  title("Programme: a stage is chosen");
  await goTo(page, ".note-stage summary");
  await key("Return");
  await key("Tab", 2);
  await key("Return");
  print("· a little later", await heard(3));
  await focused(page);
  title("Programme: a synergy");
  await page.goto(demo.origin + (await page.locator(".note a").first().getAttribute("href")));
  print("· opens", await heard(3));
  await key("KP_Add");
  await goTo(page, "main button[type=submit]:visible >> nth=-1");
}

/** Signs in, telling each key or not. */
async function signedIn(told) {
  const page = await opened({ width: 1440, height: 850 }, demo.login);
  print("· opens", await heard(3));
  if (told) {
    await goTo(page, "#email");
    await type(demo.email);
    await goTo(page, "#password");
    await type("faux");
    await key("Return");
    print("· refused", await heard(3));
    await focused(page);
  }
  await page.locator("#email").fill(demo.email);
  await page.locator("#password").fill(demo.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  await heard(3);
  return page;
}

for (const path of [phone, desk, board, programme]) {
  if (!wished.length || wished.includes(path.name)) await path();
}
await open?.close();
process.exit(0);
