import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { closedWorkshop } from "../../fixtures/office";
import { expect, test } from "../../fixtures/server";

test("a company is found after its workshop, and what it has is noted, confirmed and ended", async ({ page, server }) => {
  await closedWorkshop(page, server);
  await page.goto("/programme");
  await page.getByRole("link", { name: "Entreprises", exact: true }).click();
  await expect(page.getByRole("row")).toHaveCount(3);

  await test.step("what is typed wrongly stays as it was typed", async () => {
    await page.getByText("Noter une entreprise").click();
    await page.getByLabel("Nom", { exact: true }).fill("Scierie du Val SAS");
    await page.getByLabel("SIRET, SIREN ou autre numéro").fill("732 829 320 00075");
    await page.getByRole("button", { name: "Noter" }).click();
    await expect(page.getByRole("alert")).toContainText("SIRET");
    await expect(page.getByLabel("Nom", { exact: true })).toHaveValue("Scierie du Val SAS");
    await page.getByLabel("SIRET, SIREN ou autre numéro").fill("732 829 320 00074");
    await page.getByRole("button", { name: "Noter" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Scierie du Val SAS");
  });

  await test.step("a site and a flow of it", async () => {
    await page.getByRole("link", { name: "Noter un site" }).click();
    await page.getByLabel("Commune").fill("Thiers");
    await page.getByLabel("Coordonnées").fill("45.85, 3.54");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByText("45.85, 3.54")).toBeVisible();
    await page.getByRole("link", { name: "Noter un flux" }).click();
    await page.getByLabel("Quoi").fill("Écorces");
    await page.getByLabel("Quantité").fill("beaucoup");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByLabel("Quoi")).toHaveValue("Écorces");
    await expectAccessible(page, "the form of a flow");
    await page.getByLabel("Quantité").fill("12,5");
    await page.getByLabel("Site", { exact: true }).selectOption({ label: "Thiers" });
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.locator(".company-parts").first()).toContainText("Écorces");
  });

  await test.step("it still is so, and then it is over", async () => {
    await page.getByRole("link", { name: "Confirmer" }).click();
    await page.getByLabel("Par", { exact: true }).fill("Nadia");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByText("(Nadia)")).toBeVisible();
    await page.locator("[id^=flow-]").getByRole("link", { name: "C’est fini" }).click();
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByText("Ce qui est fini")).toBeVisible();
  });

  await test.step("somebody who works there, and a visit to them with its next step", async () => {
    await page.getByRole("link", { name: "Noter une personne" }).click();
    await page.getByLabel("Nom de la personne").fill("Omar Vidal");
    await page.getByLabel("Fonction").fill("Responsable QSE");
    await page.getByLabel("Téléphone").fill("demain");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("alert")).toContainText("Téléphone");
    await expect(page.getByLabel("Fonction")).toHaveValue("Responsable QSE");
    await expectAccessible(page, "the form of a person");
    await page.getByLabel("Téléphone").fill("03 53 01 10 11");
    await page.getByLabel("Accord pour être contacté").selectOption("Oui");
    await page.getByLabel("Dit comment").selectOption("Lors d’une visite");
    await page.getByLabel("Dit le").fill("2026-11-24");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("link", { name: "03 53 01 10 11" })).toHaveAttribute("href", "tel:0353011011");
    await page.getByRole("link", { name: "Noter une visite ou un appel" }).click();
    await page.getByLabel("Omar Vidal").check();
    await page.getByLabel("Ce qui a été dit").fill("Le broyeur est en panne.");
    await page.getByLabel("Prochaine étape", { exact: true }).fill("Trouver un broyeur");
    await page.getByLabel("Pour le", { exact: true }).fill("2026-11-25");
    await expectAccessible(page, "the form of a visit");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.locator(".conversations")).toContainText("avec Omar Vidal");
    await page.getByRole("button", { name: "C’est fait" }).click();
    await expect(page.locator(".conversations")).toContainText("Fait le");
  });

  await test.step("the one that looks alike is the same, and has its card and synergy", async () => {
    await page.getByRole("button", { name: "C’est la même" }).click();
    await expect(page.getByText("Sciure sèche").first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Séparer" })).toBeVisible();
    for (const [width, height] of [[390, 844], [1920, 1080]] as const) {
      await page.setViewportSize({ width, height });
      await expectNoSidewaysScroll(page, `a company at ${width}`);
      await expectAccessible(page, `a company at ${width}`);
    }
  });
});
