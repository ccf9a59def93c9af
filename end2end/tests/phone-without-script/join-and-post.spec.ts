import { join, post } from "../../fixtures/people";
import { expect, test } from "../../fixtures/server";

test("without JavaScript: join, correct a mistake, post, see the room, say interested", async ({ page, server, browser }) => {
  const workshop = await server.createWorkshop("Atelier du val", "--tables", "4", "--phase", "haves_wants");
  const door = `/j/${workshop.join_token}`;

  await test.step("a mistake at the door is said at its field and nothing typed is lost", async () => {
    await page.goto(door);
    await page.getByLabel("Votre organisation").fill("Brasserie du Pont");
    await page.getByRole("button", { name: "Entrer dans l’atelier" }).click();
    await expect(page.getByRole("alert")).toContainText("Votre nom");
    await expect(page.getByLabel("Votre nom")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Votre organisation")).toHaveValue("Brasserie du Pont");
  });

  await join(page, door, "Jeanne Petit", "Brasserie du Pont", "2");

  await test.step("a quantity that is none comes back with everything else that was typed", async () => {
    await post(page, { kind: "J’ai", title: "Drêches <b>humides</b>", quantity: ["beaucoup", "tonnes (t)", "par semaine"] });
    await expect(page.getByLabel("Quantité")).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByLabel("Intitulé")).toHaveValue("Drêches <b>humides</b>");
    await expect(page.getByRole("radio", { name: "J’ai" })).toBeChecked();
    await page.getByLabel("Quantité").fill("6");
    await page.getByRole("button", { name: "Publier la fiche" }).click();
    await expect(page.getByRole("heading", { name: "Drêches <b>humides</b>" })).toBeVisible();
  });

  await test.step("it changes and stays one card", async () => {
    await page.getByRole("link", { name: "Modifier" }).click();
    await page.getByLabel("Intitulé").fill("Drêches humides");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await expect(page.getByRole("heading", { name: "Drêches humides" })).toHaveCount(1);
  });

  await test.step("another phone sees it and is interested", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "fr-FR", baseURL: server.address });
    const other = await context.newPage();
    await join(other, door, "Paul Roy", "Ferme des Prés");
    await other.getByRole("link", { name: "La salle" }).click();
    await expect(other.getByText("Drêches humides")).toBeVisible();
    await other.getByRole("button", { name: "Intéressé" }).click();
    await expect(other.getByRole("button", { name: "Intéressé", pressed: true })).toBeVisible();
    await context.close();
    await page.getByRole("link", { name: "Correspondances" }).click();
    await expect(page.locator(".match")).toContainText("Ferme des Prés");
  });

  await test.step("the same phone comes back without joining again", async () => {
    await page.goto(door);
    await expect(page.getByRole("heading", { name: "Nouvelle fiche" })).toBeVisible();
  });
});
