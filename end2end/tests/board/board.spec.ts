import { expectAccessible } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { Room, furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";
import { expectSameScreen, watchTakeOver } from "../../fixtures/takeover";

test("keys choose the scene, the size of the text, the QR code and a black screen", async ({ page, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  await expect(page.locator(".column.haves")).toContainText("Sciure de résineux");
  const size = async () => page.locator(".tile h3").first().evaluate((title) => parseFloat(getComputedStyle(title).fontSize));
  const before = await size();
  expect(before, "legible from the back of the room").toBeGreaterThanOrEqual(28);
  await page.keyboard.press("+");
  await expect.poll(size).toBeGreaterThan(before);
  await page.keyboard.press("PageDown");
  await expect(page.getByRole("heading", { name: "Qui pourrait donner quoi à qui" })).toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press("Escape");
  await expect(page.locator(".map"), "the keys are off").toBeVisible();
  await page.keyboard.press("k");
  await page.keyboard.press(" ");
  await expect(page.getByText("Défilement arrêté")).toBeVisible();
  await page.keyboard.press(" ");
  await page.keyboard.press("Escape");
  await expect(page.locator(".column.haves")).toBeVisible();
  await page.keyboard.press("q");
  await expect(page.locator(".way-in.big")).toBeVisible();
  await page.keyboard.press("q");
  await page.keyboard.press("b");
  await expect(page.locator(".column.haves")).toBeHidden();
  await page.keyboard.press("b");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Clavier" })).toBeVisible();
});

test("who does not see the board hears the scene, new matches one sentence at a time, and the map only when asked", async ({ page, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await expect.poll(async () => Object.keys((await room.state()).matches).length).toBeGreaterThanOrEqual(2);
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  const said = (text: string | RegExp) => page.getByRole("status").filter({ hasText: text });
  await expect(said(/./), "what stands there already is not news").toHaveCount(0);
  await room.post(one, "have", "Copeaux de chêne");
  await room.post(other, "want", "Copeaux de chêne");
  await expect(said("Nouvelle correspondance : Copeaux de chêne, Scierie du Val")).toHaveCount(1);
  for (const title of ["Palettes perdues", "Cartons propres"]) {
    await room.post(one, "have", title);
    await room.post(other, "want", title);
  }
  await expect(page.locator(".latest")).toContainText("Cartons propres");
  expect(await page.locator(".latest [role=status]").textContent(), "the first sentence can be heard to its end").toContain("Copeaux de chêne");
  await expect(said(/^[2-9] nouvelles correspondances, \d+ en tout$/), "what came meanwhile is gathered").toHaveCount(1);

  await page.keyboard.press("ArrowRight");
  await expect(said("Scène : Carte des flux")).toHaveCount(1);
  const told = page.locator(".map [aria-live]");
  await expect(told).toHaveAttribute("aria-live", "off");
  await page.keyboard.press("n");
  await expect(told).toHaveAttribute("aria-live", "polite");
  await expect(told).toHaveText(/^[^,]+, .+ – [^,]+, .+$/);

  const help = page.getByRole("button", { name: "Cette aide, et retour" });
  await expect(help).toHaveAttribute("aria-expanded", "false");
  await help.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Clavier" })).toBeFocused();
  await expect(help).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(help, "the focus comes back").toBeFocused();
});

test("the scene follows the phase, and a hidden card leaves the board", async ({ page, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  await expect(page.getByText("Sciure de résineux, sèche").first()).toBeVisible();
  await expect(page.getByText("Organisation anonyme")).toBeVisible();
  await room.command({ type: "hide_card", card_id: 1, hidden: true });
  await expect(page.getByText("Sciure de résineux, sèche")).toHaveCount(0);
  await room.command({ type: "change_phase", phase: "matching" });
  await expect(page.getByRole("heading", { name: "Correspondances" })).toBeVisible();
  await room.command({ type: "change_phase", phase: "closed" });
  await expect(page.getByText("Voici ce que vous avez créé")).toBeVisible();
});

test("a new card comes in among the others, which are left alone", async ({ page, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  const tiles = page.locator(".tile");
  await tiles.evaluateAll((all) => all.forEach((tile) => Object.assign(tile, { known: true, title: Object.assign(tile.querySelector("h3")!.lastChild!, { known: true }) })));
  const known = () => tiles.evaluateAll((all) => all.filter((tile) => "known" in tile && "known" in tile.querySelector("h3")!.lastChild!).length);
  expect(await known()).toBe(4);
  await room.post(one, "have", "Copeaux de chêne");
  await expect(page.locator(".column.haves .tile").first(), "the newest first").toContainText("Copeaux de chêne");
  await room.command({ type: "show_interest", card_id: 1, interested: true }, other.token);
  await expect(tiles.filter({ hasText: "Sciure de résineux" })).toContainText("★");
  expect(await known()).toBe(4);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every scene can be read by everyone, ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { room } = await furnished(server, "haves_wants");
    await page.goto(`/b/${room.boardKey}`);
    await awake(page);
    for (let scene = 0; scene < 9; scene += 1) {
      await expectAccessible(page, `scene ${scene}`);
      await page.keyboard.press("ArrowRight");
    }
  });
}

test("an empty board says how to begin", async ({ page, server }) => {
  const room = await Room.open(server, "welcome");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  await expect(page.getByText("Scannez avec votre téléphone")).toBeVisible();
  await room.join("Léa", "Scierie du Val");
  await expect(page.getByText("Scierie du Val")).toBeVisible();
});

test("a past workshop is played back from its log, with names or without", async ({ page, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}?replay=5000&scene=cards`);
  await expect(page.getByText("Sciure de résineux, sèche").first()).toBeVisible();
  await expect(page.getByText("Scierie du Val").first()).toBeVisible();
  await page.goto(`/b/${room.boardKey}?replay=5000&hidden=true&scene=cards`);
  await expect(page.getByText("Sciure de résineux, sèche").first()).toBeVisible();
  await expect(page.getByText("Scierie du Val")).toHaveCount(0);
});

test("server and board draw the same scenes", async ({ page, server }) => {
  await watchTakeOver(page);
  const { room } = await furnished(server, "haves_wants");
  for (const phase of ["welcome", "haves_wants", "matching", "engagement", "closed"]) {
    await room.command({ type: "change_phase", phase });
    await page.goto(`/b/${room.boardKey}`);
    await expectSameScreen(page, phase);
  }
});
