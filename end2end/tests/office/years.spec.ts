import { readFile, writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { column, readPdf, readWorkbook, rowsOf, type Sheet } from "../../fixtures/documents";
import { Relay } from "../../fixtures/mail";
import { closedWorkshop, PROGRAMME } from "../../fixtures/office";
import { expect, Server, test as base } from "../../fixtures/server";

const test = base.extend<{ relay: Relay; server: Server }>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    relay.stop();
  },
  server: async ({ relay }, use) => {
    const server = await Server.start({ MAILLAGE_SMTP: relay.address, MAILLAGE_MAIL_FROM: "eit@maillage.example", MAILLAGE_MAIL_EVERY: "1" });
    await use(server);
    await server.dispose();
  },
});

/** A closed workshop with one synergy, between companies of which the first left an address, and its programme, whose page is open. */
async function programme(page: Page, server: Server): Promise<{ workshop: string; programme: string }> {
  const workshop = await closedWorkshop(page, server, "scierie@maillage.example");
  await page.goto("/programme");
  await page.getByRole("link", { name: "La démarche" }).click();
  return { workshop, programme: page.url().split("/").pop()! };
}

test("from the workshop to the year’s report: asked by mail, answered on a phone, evidenced, reported", async ({ page, browser, server, relay }, info) => {
  const { workshop, programme: id } = await programme(page, server);
  const synergy = `/programme/workshops/${workshop}/synergies/1`;

  await test.step("the programme asks every month", async () => {
    await page.getByLabel("Jours entre deux questions").fill("30");
    await page.getByLabel("Territoire", { exact: true }).fill("Val");
    await page.locator("main form button.primary").first().click();
    await expect(page.getByLabel("Jours entre deux questions")).toHaveValue("30");
  });

  const link = await test.step("a question is ready, and is mailed at once", async () => {
    await page.goto(`/programme/follow-up?programme=${id}`);
    // What can be done stands in the row below the company's.
    const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Scierie du Val" }) }).locator("+ tr");
    await row.getByText("Message prêt").click();
    const message = await row.locator(".message").innerText();
    expect(message).toContain("Sciure sèche");
    await row.getByRole("button", { name: "Envoyer par mail maintenant" }).click();
    await expect(page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "Scierie du Val" }) })).toContainText("en attente");
    const mail = await relay.mailTo("scierie@maillage.example");
    expect(mail.text.replace(/\s+/g, " ")).toContain("avec Élevage des Prés".replace("avec", "et"));
    return new URL(/http\S+\/s\/\S+/.exec(mail.text)![0]).pathname;
  });

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false, baseURL: server.address, locale: "fr-FR" });
  await test.step("the company answers on a phone, without script and without an account", async () => {
    const company = await phone.newPage();
    await company.goto(link);
    await expect(company.getByRole("heading", { level: 1 })).toHaveText("Sciure sèche");
    await company.getByText("C’est arrêté", { exact: true }).click();
    await company.getByLabel("Un mot pour la suite").fill("Le camion est trop petit");
    await company.getByRole("button", { name: "Envoyer" }).click();
    await expect(company.getByLabel("Un mot pour la suite")).toHaveValue("Le camion est trop petit");
    await expect(company.getByLabel("Pourquoi c’est arrêté")).toHaveAttribute("aria-invalid", "true");
    await company.getByText("C’est fait, ça tourne").click();
    await company.getByLabel("Tonnes réutilisées ou recyclées").fill("120,5");
    await company.getByRole("button", { name: "Envoyer" }).click();
    await expect(company.getByText("Merci, c’est noté.")).toBeVisible();
  });

  await test.step("the manager sees it, joins the weighing slip, and raises the figure to level 3", async () => {
    await page.goto(synergy);
    await expect(page.locator(".chain .now")).toContainText("Réalisée");
    await expect(page.getByText("Le camion est trop petit")).toBeVisible();
    const slip = info.outputPath("bon de pesée.pdf");
    await writeFile(slip, "%PDF-1.4\n% essai\n");
    await page.locator("summary", { hasText: "Joindre une pièce" }).click();
    await page.getByLabel("Fichier").setInputFiles(slip);
    await page.getByRole("button", { name: "Joindre une pièce" }).click();
    const attached = page.getByRole("link", { name: "bon de pesée.pdf" });
    await expect(attached).toBeVisible();
    const [download] = await Promise.all([page.waitForEvent("download"), attached.click()]);
    expect(await readFile(await download.path(), "utf8")).toContain("essai");
    await page.locator("summary", { hasText: "Ajouter un chiffre" }).click();
    const form = page.locator("form[action*='/figures?']");
    await form.getByLabel("Indicateur", { exact: true }).selectOption("tonnes_reused");
    await form.getByLabel("Valeur").fill("118");
    await form.getByLabel("Vérification", { exact: true }).selectOption("evidenced");
    await form.getByLabel("Déclaré par", { exact: true }).fill("Scierie du Val");
    await form.getByRole("button", { name: "Ajouter un chiffre" }).click();
    await expect(page.getByRole("cell", { name: "justifié par une pièce" })).toBeVisible();
  });

  await test.step("the year’s report, as page, PDF and workbook", async () => {
    await page.goto(`/programme/report?programme=${id}`);
    await expect(page.locator(".headline-table tfoot")).toContainText("118");
    const day = (await page.locator("main .lead").first().innerText()).split(" – ").pop()!;
    const download = async (kind: string) => (await page.request.get(`/programme/report.${kind}?programme=${id}`)).body();

    const pdf = await readPdf(await download("pdf"));
    expect(pdf).toMatchObject({ marked: true, language: "fr", title: `Rapport de résultats – ${PROGRAMME}` });
    const parts = (role: string) => pdf.parts.filter((part) => part.role === role);
    expect(parts("H1").map((part) => part.text)).toEqual([pdf.title]);
    expect(parts("H2").map((part) => part.text)).toEqual(expect.arrayContaining(["Fiche de résultats", "Par année", "Méthode"]));
    expect(parts("Figure").map((part) => part.text)[0]).toContain("2026 : 118 t");
    const [headline, levels] = parts("Table");
    expect(headline!.children.map((part) => part.role)).toEqual(["Caption", "THead", "TBody"]);
    const [head, ...territories] = rowsOf(headline!);
    const [place, realised, tonnes] = ["Territoire", "Synergies réalisées", "Matières réutilisées ou recyclées (t)"].map((name) => head!.indexOf(name));
    for (const [row, name] of [[0, "Sans territoire"], [territories.length - 1, "Ensemble"]] as const) {
      expect([place, realised, tonnes].map((at) => territories[row]![at!])).toEqual([name, "1", "118"]);
    }
    expect(rowsOf(levels!).find((row) => row[0] === "Matières réutilisées ou recyclées (t)")!.slice(1), "the figure with its slip counts, at level 3").toEqual(["0", "0", "0", "118", "0"]);
    expect(pdf.text).toContain(PROGRAMME);
    expect(pdf.text).toContain(day.replace(/\s+/g, " "));

    const sheets = readWorkbook(await download("xlsx"));
    expect(sheets.map((sheet) => sheet.name)).toEqual(["Fiche de résultats", "Par année", "Synergies", "Chiffres", "Historique", "Ateliers", "Objectifs"]);
    for (const sheet of sheets) expect(sheet.formulas, `nothing computes on the sheet « ${sheet.name} »`).toEqual([]);
    const [results, years, synergies, figures, history, workshops] = sheets as [Sheet, Sheet, Sheet, Sheet, Sheet, Sheet];
    expect(column(results, "Territoire").at(-1)).toBe("Ensemble");
    expect(column(results, "Synergies réalisées").at(-1)).toBe(1);
    expect(column(results, "Matières réutilisées ou recyclées (t)").at(-1)).toBe(118);
    expect([column(years, "Année"), column(years, "Valeur")]).toEqual([[2026], [118]]);
    expect(years.shown[1]![2], "a year has no thousands separator").toBe("2026");
    expect(column(figures, "Valeur")).toEqual([120.5, 118]);
    expect(column(figures, "Vérification")).toEqual([1, 3]);
    for (const [sheet, head] of [[figures, "Enregistré"], [history, "Jour"], [synergies, "Dernier changement"]] as const) {
      for (const moment of column(sheet, head)) expect(moment, `${sheet.name}: ${head}`).toBeInstanceOf(Date);
    }
    expect(column(synergies, "Échéance")).toEqual([new Date("2020-01-01T00:00:00Z")]);
    expect(column(workshops, "Date")).toEqual([new Date("2026-11-24T00:00:00Z")]);
  });

  await test.step("who does not want to be asked is left alone", async () => {
    const company = await phone.newPage();
    await company.goto(link);
    await company.getByRole("button", { name: "Ne plus me poser cette question" }).click();
    await expect(company.getByText("Nous ne vous poserons plus cette question")).toBeVisible();
    await page.goto(`/programme/follow-up?programme=${id}`);
    await expect(page.getByRole("row", { name: /Scierie du Val/ })).toContainText("ne plus demander");
  });
  expect(relay.mails.length, "nothing left by itself before its time").toBe(1);
  await phone.close();
});

test("a card is moved with the keyboard, several at once, and a table comes in after its preview", async ({ page, server }) => {
  const { programme: id } = await programme(page, server);
  await page.goto(`/programme/programmes/${id}/import`);
  const table = "titre;donneur;receveur;étape;année;tonnes_reused\nPalettes;Scierie;Verger;discussion;2025;12\nDrêches;Brasserie;Ferme;idée;;\nSans receveur;A;;idée;;\n";
  await page.getByLabel("Fichier").first().setInputFiles({ name: "passé.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.getByRole("button", { name: "Voir ce qui se passerait" }).click();
  await expect(page.getByRole("row", { name: /Sans receveur/ })).toContainText("receveur : À remplir");
  await expect(page.getByRole("button", { name: "Importer ces lignes" })).toHaveCount(0);
  const text = page.getByLabel("Le tableau, à corriger ici");
  await text.fill((await text.inputValue()).replace("Sans receveur;A;;", "Avec receveur;A;B;"));
  await page.getByRole("button", { name: "Relire après correction" }).click();
  await page.getByRole("button", { name: "Importer ces lignes" }).click();
  await expect(page.getByText("4 synergies")).toBeVisible();

  const column = (stage: string) => page.locator(`.stage-column[data-stage="${stage}"]`);
  await column("idea").getByRole("button", { name: /Drêches/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(".move-said")).toContainText("Négociation");
  await page.keyboard.press("Enter");
  await expect(column("negotiation").getByRole("link", { name: "Drêches" })).toBeVisible();

  await expect(page.getByRole("status").filter({ hasText: "« Drêches » est passée à Négociation" }), "what became of it is said").toBeVisible();
  await expect(column("negotiation").locator("li").filter({ hasText: "Drêches" }), "and the card has the focus").toBeFocused();

  // The whole board in sight first: a page that scrolls under a pressed button starts no drag.
  await column("lost").scrollIntoViewIfNeeded();
  await column("discussion").getByRole("link", { name: "Palettes" }).locator("xpath=ancestor::li[1]").dragTo(column("implementation"));
  await expect(column("implementation").getByRole("link", { name: "Palettes" })).toBeVisible();

  await page.getByRole("checkbox", { name: /Drêches/ }).check();
  await page.getByRole("checkbox", { name: /Palettes/ }).check();
  const bulk = page.locator("#bulk");
  await bulk.getByLabel("Passer à l’étape").selectOption("lost");
  await bulk.getByRole("button", { name: "Appliquer" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("checkbox", { name: /Drêches/ }).check();
  await page.getByRole("checkbox", { name: /Palettes/ }).check();
  await bulk.getByLabel("Passer à l’étape").selectOption("on_hold");
  await bulk.getByRole("button", { name: "Appliquer" }).click();
  await expect(column("on_hold").getByRole("link")).toHaveCount(2);
});

test("a card is moved by choosing its stage, without a script and without arrow keys, and what became of it is said", async ({ page, browser, server }) => {
  await programme(page, server);
  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: server.address, locale: "fr-FR", storageState: await page.context().storageState() });
  for (const [list, from, stage, name] of [[page, "idea", "discussion", "Discussion"], [await plain.newPage(), "discussion", "realised", "Réalisée"]] as const) {
    await list.goto("/programme/synergies");
    const column = (stage: string) => list.locator(`.stage-column[data-stage="${stage}"]`);
    await column(from).getByText("Changer d’étape").click();
    await column(from).getByLabel("Passer à l’étape").selectOption(stage);
    await column(from).getByRole("button", { name: "Déplacer", exact: true }).click();
    await expect(list.getByRole("status")).toHaveText(`« Sciure sèche » est passée à ${name}`);
    const card = column(stage).locator("li").filter({ hasText: "Sciure sèche" });
    await expect(card).toBeFocused();
    await expect(card).toHaveAccessibleDescription(`« Sciure sèche » est passée à ${name}`);
  }
  await plain.close();
});

test("a refused form says so in its title, and its problems have the focus", async ({ page, server }) => {
  await page.goto(`${server.address}/login`);
  await expect(page.getByLabel("Mot de passe")).toHaveAttribute("required");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page).toHaveTitle(/^Erreur – /);
  await expect(page.getByRole("alert")).toBeFocused();
});

for (const [width, colorScheme] of [[390, "dark"], [1440, "light"]] as const) {
  test(`every page of the follow-up at ${width} px, ${colorScheme}`, async ({ page, server }) => {
    const { workshop, programme: id } = await programme(page, server);
    await page.request.post(`/programme/workshops/${workshop}/synergies/1/stage`, { form: { stage: "realised" } });
    const figure = { indicator: "tonnes_reused", amount: "12", verification: "one_side", declared_by: "Scierie du Val" };
    for (const year of ["2025", "2026"]) await page.request.post(`/programme/workshops/${workshop}/synergies/1/figures`, { form: { ...figure, year } });
    await page.request.post(`/programme/programmes/${id}/targets`, { form: { aim: "tonnes_reused", year: "2026", amount: "40", note: "Convention" } });
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`/programme/follow-up?programme=${id}`);
    const link = new URL(/http\S+\/s\/\S+/.exec((await page.locator(".message").first().textContent())!)![0]).pathname;
    const token = link.split("/").pop()!;
    const pages = [`/programme?programme=${id}`, `/programme/report?programme=${id}`, `/programme/programmes/${id}`, `/programme/programmes/${id}/import`, `/programme/programmes/${id}/evaluation`, `/programme/programmes/${id}/funding`, `/programme/programmes/${id}/targets`, `/programme/programmes/${id}/companies`, `/programme/programmes/${id}/companies/1`, `/programme/programmes/${id}/companies/1?form=flow`, `/programme/follow-up?programme=${id}`, "/programme/synergies", `/programme/workshops/${workshop}/synergies/1`, `/programme/answers/${token}`, link];
    for (const address of pages) {
      await page.goto(address);
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await expectAccessible(page, address);
      await expectNoSidewaysScroll(page, address);
    }
  });
}
