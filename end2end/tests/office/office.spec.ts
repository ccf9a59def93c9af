import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { closedWorkshop } from "../../fixtures/office";
import { expect, test } from "../../fixtures/server";

test("a synergy is followed to its end, with figures that say how far they are verified", async ({ page, server }) => {
  const id = await closedWorkshop(page, server);
  await page.goto(`/programme/workshops/${id}/synergies/1`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sciure sèche");

  await test.step("given up without a reason is refused, and nothing typed is lost", async () => {
    await page.getByRole("combobox", { name: "Étape", exact: true }).selectOption("lost");
    await page.getByLabel("Ce qui s’est passé").fill("Le client s’est retiré");
    await page.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(page.getByLabel("Ce qui s’est passé")).toHaveValue("Le client s’est retiré");
  });
  await test.step("realised, with the history told", async () => {
    await page.getByRole("combobox", { name: "Étape", exact: true }).selectOption("realised");
    await page.getByLabel("Ce qui s’est passé").fill("Première livraison");
    await page.getByRole("button", { name: "Enregistrer" }).first().click();
    await expect(page.getByText("Première livraison")).toBeVisible();
  });
  await test.step("a figure", async () => {
    await page.locator("summary", { hasText: "Ajouter un chiffre" }).click();
    const form = page.locator("form[action*='/figures?']");
    await form.getByLabel("Année", { exact: true }).fill("2026");
    await form.getByLabel("Indicateur", { exact: true }).selectOption("tonnes_reused");
    await form.getByLabel("Valeur").fill("beaucoup");
    await form.getByLabel("Vérification", { exact: true }).selectOption("both_sides");
    await form.getByLabel("Déclaré par", { exact: true }).fill("Scierie du Val");
    const save = form.getByRole("button", { name: "Ajouter un chiffre" });
    await save.click();
    await expect(form.getByLabel("Valeur")).toHaveAttribute("aria-invalid", "true");
    await form.getByLabel("Valeur").fill("120,5");
    await save.click();
    await expect(page.getByRole("cell", { name: /120,5/ }).or(page.getByText(/120,5/)).first()).toBeVisible();
  });
  await test.step("it counts in the programme, and can be exported", async () => {
    await page.goto("/programme");
    await expect(page.getByRole("main")).toContainText("120");
    await expect(page.getByRole("main")).toContainText("déclaré par les deux côtés");
    const csv = await (await page.request.get("/programme/export/figures.csv")).text();
    expect(csv).toContain("120,5");
    for (const what of ["workshops", "participants", "cards", "matches", "synergies", "history"]) {
      const answer = await page.request.get(`/programme/export/${what}.csv`);
      expect(answer.status(), what).toBe(200);
      expect((await answer.text()).split("\n").length, what).toBeGreaterThan(1);
    }
  });
});

test("the office is closed to who is not signed in", async ({ page, server }) => {
  await page.goto("/programme");
  await expect(page).toHaveURL(/\/login/);
  await page.getByLabel("Adresse e-mail").fill("nobody@maillage.example");
  await page.getByLabel("Mot de passe").fill("not the password");
  await page.locator("main form button.primary").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Adresse e-mail")).toHaveValue("nobody@maillage.example");
  await expect(page.getByLabel("Mot de passe")).toHaveValue("");
  expect((await page.request.get("/programme/export/figures.csv", { maxRedirects: 0 })).status()).toBe(303);
  expect(server.log.join("")).not.toContain("not the password");
});

for (const [width, colorScheme] of [[390, "light"], [1440, "dark"]] as const) {
  test(`every page of the office at ${width} px, ${colorScheme}`, async ({ page, server }) => {
    const id = await closedWorkshop(page, server);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const pages = ["/desk", "/desk/new", `/desk/${id}/edit`, "/programme", `/programme/workshops/${id}`, "/programme/synergies", `/programme/workshops/${id}/synergies/1`];
    for (const address of pages) {
      await page.goto(address);
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
  });
}
