import { expectAccessible } from "../../fixtures/accessibility";
import { closedWorkshop } from "../../fixtures/office";
import { expect, test } from "../../fixtures/server";

test("what a colleague does appears on an open page, and nothing that is being typed is lost", async ({ page, server }) => {
  const workshop = await closedWorkshop(page, server);
  const synergy = `/programme/workshops/${workshop}/synergies/1`;
  await page.goto(synergy);
  // Another tab of the same person stands for a colleague: what it does comes from elsewhere.
  const colleague = await page.context().newPage();
  await colleague.goto(synergy);

  await test.step("a note and a stage", async () => {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await colleague.getByRole("combobox", { name: "Étape", exact: true }).selectOption("negotiation");
    await colleague.getByLabel("Ce qui s’est passé").fill("Rendez-vous au dépôt");
    await colleague.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(colleague.getByText("Rendez-vous au dépôt")).toBeVisible();
    await expect(page.getByText("Rendez-vous au dépôt")).toBeVisible();
    await expect(page.locator(".chain .now")).toContainText("Négociation");
    await expect(page.locator("#renewed")).toHaveText("La page vient d’être mise à jour.");
    expect(await page.evaluate(() => "sameDocument" in window), "changed in place").toBe(true);
  });

  await test.step("while somebody types, what they type stays, with focus and open details", async () => {
    await page.locator("summary", { hasText: "Ajouter un chiffre" }).click();
    const value = page.locator("form[action*='/figures?']").getByLabel("Valeur");
    await value.fill("120,");
    const words = page.getByLabel("Ce qui s’est passé");
    await words.fill("Le client");
    await colleague.getByLabel("Ce qui s’est passé").fill("Devis reçu");
    await colleague.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(page.getByText("Devis reçu")).toBeVisible();
    await expect(words).toBeFocused();
    await expect(words).toHaveValue("Le client");
    await page.keyboard.type(" hésite");
    await expect(words).toHaveValue("Le client hésite");
    await expect(value).toBeVisible();
    await expect(value).toHaveValue("120,");
    await expectAccessible(page, "the page that was renewed");
  });

  await test.step("the board of stages: a card moves, and can still be moved by the keyboard", async () => {
    await page.goto("/programme/synergies");
    await expect(page.locator("[data-stage=negotiation] .note")).toHaveCount(1);
    await colleague.getByRole("combobox", { name: "Étape", exact: true }).selectOption("discussion");
    await colleague.getByRole("button", { name: "Enregistrer" }).first().click();
    const card = page.locator("[data-stage=discussion] .note");
    await expect(card).toHaveCount(1);
    await card.locator(".note-move").click();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(page.locator("[data-stage=negotiation] .note")).toHaveCount(1);
    await expect(colleague.locator(".chain .now")).toContainText("Négociation");
  });
});
