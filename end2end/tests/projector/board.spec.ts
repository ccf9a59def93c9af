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
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("heading", { name: "Correspondances" })).toBeVisible();
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

for (const colorScheme of ["light", "dark"] as const) {
  test(`every scene can be read by everyone, ${colorScheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { room } = await furnished(server, "haves_wants");
    await page.goto(`/b/${room.boardKey}`);
    await awake(page);
    for (let scene = 0; scene < 4; scene += 1) {
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

test("server and board draw the same scenes", async ({ page, server }) => {
  await watchTakeOver(page);
  const { room } = await furnished(server, "haves_wants");
  for (const phase of ["welcome", "haves_wants", "matching", "engagement", "closed"]) {
    await room.command({ type: "change_phase", phase });
    await page.goto(`/b/${room.boardKey}`);
    await expectSameScreen(page, phase);
  }
});
