/** Who one is in the room: a colleague let in by a tap, and two records of one person made one. */
import { mkdir } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { awake, begin, newPhone } from "../../fixtures/people";
import { Room } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

const pictures = process.env.PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  await expectNoSidewaysScroll(page, name);
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

async function enter(page: Page, address: string, name: string, organisation: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel("Votre nom").fill(name);
  await page.getByLabel("Votre organisation").fill(organisation);
  await page.getByRole("button", { name: "Entrer dans l’atelier" }).click();
}

test("a colleague is let in by a tap", async ({ server, browser }) => {
  const room = await Room.open(server, "matching");
  const door = `${server.address}/j/${room.joinToken}`;
  const [karim, nadia] = [await newPhone(browser), await newPhone(browser)];
  await enter(karim.page, door, "Karim Haddad", "Laiterie du Val");
  await awake(karim.page);
  await begin(karim.page, "Petit-lait");

  await enter(nadia.page, door, "Nadia Benhassi", "laiterie du val");
  await expect(nadia.page.getByText("Karim Haddad")).toBeVisible();
  await picture(nadia.page, "who-1-door");
  await nadia.page.getByRole("button", { name: "Nous sommes collègues" }).click();
  await expect(nadia.page.getByText("en attente d’un oui")).toBeVisible();
  await picture(nadia.page, "who-2-waiting");
  await nadia.page.getByRole("link", { name: "Continuer vers l’atelier" }).click();
  await awake(nadia.page);

  // The question comes to the phone that is in, by itself; what is being typed there stays.
  const question = karim.page.locator(".questions");
  await expect(question).toContainText("Nadia Benhassi");
  await picture(karim.page, "who-3-question");
  await question.getByRole("button", { name: "Oui" }).click();
  await awake(karim.page);
  await expect(karim.page.locator(".questions")).toHaveCount(0);
  await expect(karim.page.getByLabel("Intitulé")).toHaveValue("Petit-lait");

  // From now on she answers for his card.
  const karims = (await room.state()).participants["1"];
  expect(karims.team).toBe(1);
  const other = await room.join("Paul Roy", "Ferme du Bas");
  await room.command({ type: "post_card", card: { kind: "have", title: "Lactosérum", category: "material" }, on_behalf_of: 1 });
  await room.command({ type: "show_interest", card_id: 1, interested: true }, other.token);
  await nadia.page.getByRole("link", { name: /Correspondances/ }).click();
  await nadia.page.getByRole("button", { name: /Intéressé/ }).click();
  await expect(nadia.page.getByText("Paul Roy")).toBeVisible();
});

test("two records of one person are made one", async ({ page, server, browser }) => {
  const room = await Room.open(server, "matching");
  await room.handDesk(page.context());
  const first = await room.join("Nadia Benhassi", "Laiterie du Val", "2");
  await room.post(first, "have", "Lactosérum");
  const other = await newPhone(browser);
  await enter(other.page, `${server.address}/j/${room.joinToken}`, "Nadia Benhassi", "Laiterie du Val");
  await other.page.getByRole("button", { name: "C’est moi" }).click();
  await other.page.getByRole("link", { name: "Continuer vers l’atelier" }).click();
  await awake(other.page);
  await expect(other.page.getByText("en attente d’un oui")).toBeVisible();

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/desk/${room.id}/people`);
  await expect(page.getByText("dit être, sur un autre téléphone")).toBeVisible();
  await picture(page, "who-4-desk");
  await page.getByRole("link", { name: "Oui, voir ce qui passe" }).click();
  await picture(page, "who-5-preview");
  await page.getByRole("button", { name: "Réunir en une seule inscription" }).click();
  await expect(page.getByText("C’est fait.")).toBeVisible();

  // The other phone stands for the first record by itself: its card is her own there.
  await expect(other.page.getByText("Lactosérum")).toBeVisible();
  await expect(other.page.getByText("Table 2")).toBeVisible();
  await picture(other.page, "who-6-merged");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/desk/${room.id}/people`);
  await picture(page, "who-7-desk-narrow");
});
