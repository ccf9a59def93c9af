import { awake, begin } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";
import { expectSameScreen, holdWasm, watchTakeOver } from "../../fixtures/takeover";

test("server and phone draw the same screens", async ({ page, context, server }) => {
  await watchTakeOver(page);
  for (const phase of ["preparation", "haves_wants", "matching", "closed"]) {
    const { room, one } = await furnished(server, phase);
    await room.hand(context, one);
    for (const place of ["", "/room", "/matches", "/cards/1"]) {
      await page.goto(`/w/${room.id}${place}`);
      await expectSameScreen(page, `${phase} ${place}`);
    }
  }
});

test("a card that was refused comes back the same from server and phone", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  const release = await holdWasm(page);
  await watchTakeOver(page);
  await page.goto(`/w/${room.id}`);
  await begin(page, "Drêches");
  await page.getByLabel("Quantité").fill("beaucoup");
  await page.getByText("Préciser (facultatif)").click();
  await page.getByLabel("Description").fill("\n</textarea><script>alert(1)</script>\n& cetera");
  await page.getByRole("button", { name: "Publier la fiche" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  release();
  await expectSameScreen(page, "form with mistakes");
  await expect(page.getByLabel("Description")).toHaveValue("\n</textarea><script>alert(1)</script>\n& cetera");
});

test("who types while the page takes over loses no letter, and keeps cursor, fold and place", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  const release = await holdWasm(page);
  await page.goto(`/w/${room.id}`);
  await begin(page, "chaleur perdue", "Je cherche");
  await page.getByText("Préciser (facultatif)").tap();
  await page.getByLabel("Catégorie").selectOption("Énergie");
  const quality = page.getByLabel("Qualité");
  await quality.tap();
  await expect(quality).toBeFocused();
  // After the field before was filled at once, Chromium drops single keys, on any page, until a text is put in here too.
  const begun = "U";
  await page.keyboard.insertText(begun);
  const scrolled = await page.evaluate(() => scrollY);
  expect(scrolled).toBeGreaterThan(0);

  const typed = "ne phrase assez longue pour que la page prenne le relais au milieu, lettre après lettre. ".repeat(3).slice(0, 100);
  const typing = page.keyboard.type(typed, { delay: 8 });
  await expect(quality).toHaveValue(/ne phrase/);
  release();
  await typing;
  await awake(page);
  const text = begun + typed;
  await expect(quality).toHaveValue(text);
  await expect(page.getByLabel("Qualité")).toBeFocused();
  expect(Math.abs((await page.evaluate(() => scrollY)) - scrolled)).toBeLessThan(2);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("!");
  await expect(page.getByLabel("Qualité")).toHaveValue(`${text.slice(0, -1)}!${text.slice(-1)}`);

  // The page knows what was typed and chosen before it was there.
  await page.getByLabel("Qualité").fill("sec");
  await page.getByRole("button", { name: "Publier la fiche" }).click();
  const card = page.locator(".card.want").filter({ hasText: "chaleur perdue" });
  await expect(card).toContainText("Fiche n°");
  await expect(card).toContainText("Énergie");
});

test("a word that a keyboard is composing is not torn apart", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  const release = await holdWasm(page);
  await page.goto(`/w/${room.id}`);
  await page.getByRole("radio", { name: "J’ai" }).check();
  const title = page.getByLabel("Intitulé");
  await title.tap();
  const keyboard = await context.newCDPSession(page);
  await keyboard.send("Input.imeSetComposition", { text: "déch", selectionStart: 4, selectionEnd: 4 });
  await title.evaluate((field) => Object.assign(field, { isTheServers: true }));
  const arrived = page.waitForResponse(/\.wasm$/);
  release();
  await (await arrived).finished();
  // The wasm is there; the field stays the one in which the word is being composed.
  await keyboard.send("Input.imeSetComposition", { text: "déchet", selectionStart: 6, selectionEnd: 6 });
  expect(await title.evaluate((field) => "isTheServers" in field)).toBe(true);
  await keyboard.send("Input.insertText", { text: "déchets verts" });
  await awake(page);
  await expect(title).toHaveValue("déchets verts");
  await expect(title).toBeFocused();
  await page.keyboard.type("!");
  await expect(title).toHaveValue("déchets verts!");
});
