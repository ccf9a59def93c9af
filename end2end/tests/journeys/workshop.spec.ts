import { awake, join, newPhone, post, scan } from "../../fixtures/people";
import { expect, test } from "../../fixtures/server";

test("a workshop from the first account to the programme page, and through a power cut", async ({ page, server, browser }) => {

  await test.step("the facilitator makes the first account and a workshop", async () => {
    await page.goto(await server.setup());
    await page.getByLabel("Votre nom").fill("Claire Vasseur");
    await page.getByLabel("Adresse e-mail").fill("claire@maillage.example");
    await page.getByLabel("Mot de passe").fill("trois lorries vides");
    await page.getByRole("button", { name: "Créer le compte" }).click();
    await page.getByRole("link", { name: "Nouvel atelier" }).first().click();
    await page.getByLabel("Titre de l’atelier").fill("Atelier du val");
    await page.getByLabel("Date").fill("2026-11-24");
    await page.getByLabel("Programme").fill("Programme du val");
    await page.locator("main form button.primary").click();
    await expect(page.getByRole("heading", { name: "Atelier du val" })).toBeVisible();
    await awake(page);
  });

  const goOn = async (to: string) => page.getByRole("button", { name: `Passer à ${to}` }).click();
  const panel = async (name: string) => page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name }).click();
  await goOn("Accueil");

  const [board] = await Promise.all([page.context().waitForEvent("page"), page.getByRole("link", { name: "Tableau partagé" }).click()]);
  await board.setViewportSize({ width: 1920, height: 1080 });
  await awake(board);
  // Lost by a reload.
  await board.evaluate(() => Object.assign(window, { sameDocument: true }));

  const address = await scan(board.locator(".poster .qr"));
  expect(address).toContain(`${server.address}/j/`);

  const [first, second] = await Promise.all([newPhone(browser), newPhone(browser)]);
  await test.step("two phones come in by the QR code; the board greets them", async () => {
    await join(first.page, address, "Léa Martin", "Scierie du Val", "1");
    await join(second.page, address, "Karim Haddad", "Élevage des Prés", "2");
    await expect(board.getByText("Scierie du Val")).toBeVisible();
    await expect(board.getByText("Élevage des Prés")).toBeVisible();
    await Promise.all([awake(first.page), awake(second.page)]);
  });

  await goOn("Ressources & besoins");
  await test.step("one has, the other wants: the match appears everywhere by itself", async () => {
    await post(first.page, { kind: "J’ai", title: "Sciure de résineux, sèche", quantity: ["12", "tonnes (t)", "par semaine"] });
    await expect(first.page.getByText("Fiche n°1", { exact: true })).toBeVisible();
    await post(second.page, { kind: "Je cherche", title: "Cherche sciures pour litière", quantity: ["200", "tonnes (t)", "par an"] });
    await expect(second.page.getByText("Fiche n°2", { exact: true })).toBeVisible();

    await expect(board.locator(".latest")).toContainText("Sciure de résineux, sèche");
    await expect(board.locator(".latest")).toContainText("Cherche sciures pour litière");
    for (const { page: phone } of [first, second]) {
      await phone.getByRole("link", { name: "Correspondances" }).click();
      await expect(phone.locator(".match")).toContainText("en commun");
    }
    await expect(first.page.locator(".match")).toContainText("Élevage des Prés");
    await expect(second.page.locator(".match")).toContainText("Scierie du Val");
  });

  await goOn("Rencontres");
  await test.step("both say yes and learn whom to meet", async () => {
    await first.page.getByRole("button", { name: "Intéressé" }).click();
    await expect(first.page.locator(".match")).toContainText("Vous : intéressé".replace(" :", "\u00a0:"));
    await second.page.getByRole("button", { name: "Intéressé" }).click();
    await expect(first.page.locator(".meet")).toContainText("Karim Haddad");
    await expect(second.page.locator(".meet")).toContainText("Léa Martin");
    await expect(board.locator(".match-line.mutual")).toHaveCount(1);
  });

  await goOn("Engagement");
  await test.step("the facilitator makes it a synergy with a next step", async () => {
    await panel("Correspondances");
    await page.getByRole("button", { name: "En faire une synergie…" }).click();
    const form = page.getByRole("complementary").filter({ hasText: "Confirmer une synergie" });
    await form.getByLabel("Prochaine action").fill("Visite de la scierie");
    await form.getByLabel("Pour le").fill("2026-12-08");
    await form.getByRole("button", { name: "Confirmer la synergie" }).click();
    await panel("Synergies");
    await expect(page.locator(".desk-synergy")).toContainText("Visite de la scierie");
    await expect(board.locator(".synergies")).toContainText("Scierie du Val ⇄ Élevage des Prés");
    await expect(first.page.locator(".match")).toContainText("Synergie");
  });
  expect(await board.evaluate(() => "sameDocument" in window), "the board was never reloaded").toBe(true);

  const everythingIsThere = async () => {
    await page.goto("/programme/synergies");
    await expect(page.getByRole("main")).toContainText("Sciure de résineux, sèche");
    await page.getByRole("link", { name: "Sciure de résineux, sèche" }).first().click();
    await expect(page.getByRole("main")).toContainText("Visite de la scierie");
    await expect(page.getByRole("main")).toContainText("Scierie du Val");
  };
  await test.step("the programme page shows it", everythingIsThere);

  await test.step("the power fails, and everything is still there", async () => {
    await server.kill();
    await expect(board.getByText("Connexion perdue")).toBeVisible({ timeout: 40_000 });
    await server.restart();
    // The board comes back by itself.
    await expect(board.getByText("Connexion perdue")).toBeHidden({ timeout: 60_000 });
    await everythingIsThere();
    await first.page.reload();
    await expect(first.page.locator(".match")).toContainText("Karim Haddad");
    await first.page.getByRole("link", { name: "Mes fiches" }).click();
    await expect(first.page.getByText("Sciure de résineux, sèche")).toBeVisible();
  });
});
