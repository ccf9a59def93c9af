import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll, expectNothingCutOff } from "../../fixtures/accessibility";
import { comeIn, signedIn, tell } from "../../fixtures/office";
import { expect, Server, test } from "../../fixtures/server";

/** What companies of a room have and want: three look for bedding, three have foam that nobody takes, one has a solvent that a rule concerns. */
const room = [
  ["Haras du Lac", "want", "litière pour chevaux"],
  ["Ferme Bravo", "want", "bedding for cows"],
  ["Volailles du Val", "want", "litière volailles"],
  ["Literie Océan", "have", "mousse de polyuréthane"],
  ["Sièges du Nord", "have", "chutes de mousse"],
  ["Foam & Co", "have", "foam offcuts"],
  ["Imprimerie Delta", "have", "solvants usés", "14 06 03*"],
  ["Peintures Alpha", "want", "solvant à régénérer"],
] as const;

/** The room comes in and posts; the facilitator begins the matching. */
async function fill(page: Page, server: Server, workshop: string): Promise<void> {
  const code = await page.locator(".way-in .code").innerText();
  await tell(page, workshop, { type: "change_phase", phase: "haves_wants" });
  for (const [organisation, kind, title, waste_code] of room) {
    const card = { kind, title, category: "material", ...(waste_code && { waste_code }) };
    await tell(page, workshop, { type: "post_card", card }, await comeIn(server, code, organisation));
  }
  await tell(page, workshop, { type: "change_phase", phase: "matching" });
}

const words = {
  fr: { link: "Pistes", title: "Pistes et points à vérifier", shared: "Besoins partagés", gaps: "Ce qui ne trouve pas de contrepartie", checks: "À vérifier avant d’échanger", codes: "Codes suggérés", concerns: /^Concerne/, back: "Retour à l’animation" },
  en: { link: "Leads", title: "Leads and points to check", shared: "Shared needs", gaps: "What finds no counterpart", checks: "To check before an exchange", codes: "Suggested codes", concerns: /^Concerns/, back: "Back to the desk" },
} as const;

for (const language of ["fr", "en"] as const) {
  test(`what the room shares, lacks and has to check, ${language}`, async ({ page, context, server }, info) => {
    const workshop = await signedIn(page, server);
    await fill(page, server, workshop);
    if (language === "en") await context.addCookies([{ name: "maillage_language", value: "en", url: server.address }]);
    const said = words[language];
    await page.goto(`/desk/${workshop}`);
    await page.getByRole("link", { name: said.link, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(said.title);
    const part = (name: string) => page.getByRole("region", { name });

    await expect(async () => {
      await page.reload();
      await expect(part(said.checks).getByRole("listitem")).not.toHaveCount(0, { timeout: 500 });
    }, "the matcher proposes, and the rule is there").toPass();

    const need = part(said.shared).locator("li", { hasText: "Haras du Lac" }).first();
    for (const [organisation, , title] of room.slice(0, 3)) await expect(need).toContainText(`${title} (${organisation})`);
    await expect(need).toContainText(language === "fr" ? "recherché" : "wanted");
    const gap = part(said.gaps).locator("li", { hasText: "Foam & Co" }).first();
    for (const [organisation, , title] of room.slice(3, 6)) await expect(gap).toContainText(`${title} (${organisation})`);
    const row = part(said.codes).getByRole("row", { name: /solvants usés/ });
    await expect(row).toContainText(/14\s06\s0\d\*/);
    const rule = part(said.checks).getByRole("listitem").filter({ hasText: "R541-43" }).first();
    await expect(rule).toContainText(language === "fr" ? /Référence\s: Code de l’environnement, art. R541-43.*\(lue le \d/ : /Reference: Code de l’environnement, art. R541-43.*\(read on \d/);
    await rule.getByText(said.concerns).click();
    await expect(rule).toContainText("solvants usés");

    for (const width of [390, 1440]) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        const where = `${width} px, ${colorScheme}, ${language}`;
        await page.screenshot({ path: info.outputPath(`leads-${width}-${colorScheme}.png`), fullPage: true });
        await expectAccessible(page, where);
        await expectNoSidewaysScroll(page, where);
        await expectNothingCutOff(page, where);
        await page.screenshot({ path: info.outputPath(`leads-${width}-${colorScheme}.png`), fullPage: true });
      }
    }

    await page.getByRole("link", { name: said.back }).click();
    await expect(page).toHaveURL(new RegExp(`/desk/${workshop}$`));
  });
}
