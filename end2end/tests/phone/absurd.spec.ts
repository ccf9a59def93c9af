import { expectAccessible, expectNoSidewaysScroll, expectNothingCutOff } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

test("one tap says that a match makes no sense; it goes from the list and the board, and the same place takes it back", async ({ page, context, browser, server }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const { room, one } = await furnished(server);
  await expect.poll(async () => Object.keys((await room.state()).matches).length, { message: "what fits is found", timeout: 60_000 }).toBe(2);
  await room.hand(context, one);
  await page.goto(`/w/${room.id}/matches`);
  await awake(page);
  const board = await (await browser.newContext({ locale: "fr-FR" })).newPage();
  await board.goto(`/b/${room.boardKey}?scene=matches`);
  const onBoard = board.getByText("Cherche sciures pour litière");
  await expect(onBoard.first()).toBeVisible();

  const match = page.locator(".match").filter({ hasText: "Cherche sciures pour litière" });
  await expect(match.locator(".reasons")).toBeVisible();
  await expectAccessible(page, "matches with the tap beside them");
  await page.screenshot({ path: test.info().outputPath("before.png"), fullPage: true });

  await match.getByRole("button", { name: /^Absurde.*Cherche sciures/ }).tap();
  const back = match.getByRole("button", { name: /^Annuler ma réponse.*Cherche sciures/ });
  await expect(back, "where one tapped one takes it back").toBeFocused();
  await expect(match.locator(".reasons"), "the rest of it is gone").toHaveCount(0);
  await expect(match).toContainText("pas pour nous");
  await expect(onBoard).toHaveCount(0);
  await expect(match, "it stands where it stood").toBeInViewport();
  await expectAccessible(page, "a match put away");
  await expectNoSidewaysScroll(page, "a match put away");
  await expectNothingCutOff(page, "a match put away");
  await page.screenshot({ path: test.info().outputPath("put-away.png"), fullPage: true });

  await page.reload();
  await awake(page);
  await back.tap();
  await expect(match.locator(".reasons")).toBeVisible();
  await expect(onBoard.first()).toBeVisible();
});

test("the facilitator has the same tap, and takes a slip back where it was made", async ({ page, context, server }) => {
  const { room } = await furnished(server);
  await expect.poll(async () => Object.keys((await room.state()).matches).length, { message: "what fits is found", timeout: 60_000 }).toBe(2);
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}`);
  await awake(page);
  await page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name: "Correspondances" }).click();
  await page.getByRole("button", { name: /^En attente/ }).click();
  const match = page.locator(".desk-match").filter({ hasText: "Cherche sciures pour litière" });
  await match.getByRole("button", { name: /^Absurde/ }).click();
  await expect(match).toContainText("Écartée par l’animateur");
  await expectAccessible(page, "a match that the facilitator put away");
  await match.getByRole("button", { name: /^Ce n’est pas absurde/ }).click();
  await expect(match.getByRole("button", { name: /^Absurde/ })).toBeVisible();
});
