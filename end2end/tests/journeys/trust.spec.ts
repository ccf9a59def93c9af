/** Who gets in, who is put out, and what people can do with their own data: as they do it, with their own screens. */
import { mkdir, readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { signedIn } from "../../fixtures/office";
import { awake, newPhone } from "../../fixtures/people";
import { Room } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

const pictures = process.env.PICTURES;

/** The page at a phone's and at a desk's size: nothing sticks out, and a picture of it where one is asked for. */
async function look(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await expectNoSidewaysScroll(page, `${name} at ${width}`);
    if (!pictures) continue;
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true });
  }
}

test("a manager is invited, makes an account and manages the programme", async ({ page, server, browser }) => {
  await signedIn(page, server);
  await page.goto("/programme");
  await page.getByRole("link", { name: "La démarche", exact: true }).click();
  await page.getByLabel("Adresse e-mail").fill("lea@region.example");
  await page.getByLabel("Rôle").last().selectOption("manager");
  await page.getByRole("button", { name: "Inviter" }).click();
  const link = await page.locator("#made-link").inputValue();
  await look(page, "members");

  const lea = await browser.newContext({ locale: "fr-FR" });
  const hers = await lea.newPage();
  await hers.goto(link);
  await expect(hers.getByText("Programme du val")).toBeVisible();
  await look(hers, "invited");
  await expectAccessible(hers, "the invitation");
  await hers.getByLabel("Votre nom").fill("Léa Martin");
  await hers.getByLabel("Mot de passe").fill("court");
  await hers.getByRole("button", { name: "Créer le compte et accepter" }).click();
  await expect(hers.getByLabel("Votre nom")).toHaveValue("Léa Martin");
  await hers.getByLabel("Mot de passe").fill("une péniche de gravier");
  await hers.getByRole("button", { name: "Créer le compte et accepter" }).click();
  await hers.waitForURL(/\/programme\?programme=/);
  await hers.getByRole("link", { name: "La démarche", exact: true }).click();
  await expect(hers.getByText("claire@maillage.example")).toBeVisible();
  await expect(hers.getByText("lea@region.example")).toBeVisible();
  // The link has served.
  await hers.goto(link);
  await expect(hers.getByRole("heading", { level: 1 })).not.toHaveText("Invitation à une démarche");
  await lea.close();

  for (const address of ["/admin", "/admin/host"]) {
    await page.goto(address);
    await look(page, address.slice(1).replace("/", "-"));
    await expectAccessible(page, address);
  }
});

test("keys are renewed while a board is open, and the board says so", async ({ page, server, browser }) => {
  const room = await Room.open(server, "haves_wants");
  const nadia = await room.join("Nadia Benhassi", "Laiterie du Val");
  await room.post(nadia, "have", "Lactosérum");
  const projector = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "fr-FR" });
  const board = await projector.newPage();
  const old = `${server.address}/b/${room.boardKey}`;
  await board.goto(old);
  await awake(board);
  await expect(board.getByText("Lactosérum")).toBeVisible();

  await room.handDesk(page.context());
  await page.goto(`/desk/${room.id}/keys`);
  await look(page, "keys");
  await expectAccessible(page, "the keys");
  const key = page.getByRole("region", { name: "Tableau projeté" });
  const shown = await key.locator(".address").innerText();
  await key.getByText("Renouveler").click();
  await key.getByRole("button", { name: "Oui, l’ancienne ne servira plus" }).click();
  await expect(page.getByText("C’est fait")).toBeVisible();
  await expect(board.getByText("Le lien de cet écran a pris fin")).toBeVisible();
  if (pictures) await board.screenshot({ path: `${pictures}/board-ended.png` });

  // The old address opens nothing; the one on the page of keys does.
  const anew = await key.locator(".address").innerText();
  expect(anew).not.toBe(shown);
  expect((await board.request.get(old)).ok()).toBe(false);
  await board.goto(anew);
  await expect(board.getByText("Lactosérum")).toBeVisible();
  await projector.close();
});

test("a participant takes a copy of their data and leaves", async ({ server, browser }) => {
  const room = await Room.open(server, "haves_wants");
  const nadia = await room.join("Nadia Benhassi", "Laiterie du Val", "2");
  const other = await room.join("Paul Roy", "Ferme du Bas");
  await room.post(nadia, "have", "Lactosérum");
  await room.post(other, "have", "Palettes perdues");
  const phone = await newPhone(browser);
  await room.hand(phone.context, nadia);
  const { page } = phone;
  await page.goto(`${server.address}/w/${room.id}/me`);
  await look(page, "me");
  await expectAccessible(page, "the page of a participant");
  await page.getByRole("link", { name: "Copie de mes données" }).click();
  await expect(page.getByText("Lactosérum")).toBeVisible();
  await look(page, "copy");
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Emporter en fichier (JSON)" }).click();
  const copy = await readFile(await (await file).path(), "utf8");
  expect(copy).toContain("Lactosérum");
  expect(copy).not.toContain("Palettes perdues");

  await page.getByRole("link", { name: "Moi", exact: true }).click();
  await page.locator("summary").getByText("Quitter et effacer mes données").click();
  await page.getByRole("button", { name: "Oui, effacer tout ce que j’ai apporté" }).click();
  await expect(page.getByText("Vos données sont effacées.")).toBeVisible();
  const told = JSON.stringify(await room.state());
  expect(told).not.toContain("Nadia");
  expect(told).not.toContain("Lactosérum");
  expect(told).toContain("Palettes perdues");
  const back = await page.goto(`${server.address}/w/${room.id}`);
  expect(back?.ok()).toBe(false);
  await phone.context.close();
});

test("a card that is taken off the table is kept by no phone for when there is no network", async ({ server, browser }) => {
  const room = await Room.open(server, "haves_wants");
  const [nadia, other] = [await room.join("Nadia Benhassi", "Laiterie du Val"), await room.join("Paul Roy", "Ferme du Bas")];
  const card = await room.post(other, "have", "Stock confidentiel");
  const phone = await newPhone(browser);
  await room.hand(phone.context, nadia);
  const { page } = phone;
  await page.goto(`${server.address}/w/${room.id}/room`);
  await awake(page);
  const kept = () =>
    page.evaluate(async () => {
      const pages = await caches.open("maillage-pages-1");
      const answers = await Promise.all((await pages.keys()).map((request) => pages.match(request)));
      return (await Promise.all(answers.map((answer) => answer?.text() ?? ""))).join();
    });
  await expect.poll(kept).toContain("Stock confidentiel");
  await room.command({ type: "hide_card", card_id: card, hidden: true });
  await expect(page.getByText("Stock confidentiel")).toHaveCount(0);
  await expect.poll(kept).not.toContain("Stock confidentiel");
  // Nor the pages that hold addresses and links.
  await page.goto(`${server.address}/w/${room.id}/me`);
  await page.goto(`${server.address}/w/${room.id}`);
  await awake(page);
  await expect.poll(kept).toContain("Nouvelle fiche");
  expect(await kept()).not.toContain("Quitter et effacer mes données");
  await phone.context.close();
});

test("the three legal pages are one tap away from every page", async ({ page, server }) => {
  const workshop = await signedIn(page, server);
  const room = await Room.open(server, "haves_wants");
  await room.hand(page.context(), await room.join("Nadia Benhassi", "Laiterie du Val"));
  const pages = ["/", "/login", `/j/${room.joinToken}`, `/w/${room.id}`, `/w/${room.id}/room`, `/w/${room.id}/me`, `/desk/${workshop}`, `/desk/${workshop}/keys`, "/programme", "/admin", "/nowhere"];
  const legal = { "Données personnelles": "/privacy", "Mentions légales": "/legal", Accessibilité: "/accessibility" };
  for (const address of pages) {
    await page.goto(address);
    for (const [name, there] of Object.entries(legal)) {
      await expect(page.locator("footer").getByRole("link", { name }), `${name} from ${address}`).toHaveAttribute("href", there);
    }
  }
  for (const name of Object.keys(legal)) {
    await page.goto("/");
    await page.locator("footer").getByRole("link", { name }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  }
  for (const address of ["/privacy", "/legal", "/accessibility"]) {
    await page.goto(address);
    await look(page, address.slice(1));
    await expectAccessible(page, address);
  }
});
