// WCAG 2.2, 1.4.4 and 1.4.10: letters twice as large, and pages enlarged four times (which is a window of 320 CSS pixels), lose nothing.
import { expectNoSidewaysScroll, expectNothingCutOff } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

const steps = ["arrival", "table_round", "self_assessment"].map((kind) => ({ kind, minutes: "20" }));

for (const [letters, width] of [[16, 320], [32, 390], [32, 320]] as const) {
  test(`nothing is cut off and nothing scrolls sideways: letters of ${letters} pixels, ${width} pixels wide`, async ({ playwright, launchOptions, server }) => {
    // As somebody set their browser.
    const browser = await playwright.chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), `--blink-settings=defaultFontSize=${letters}`] });
    const context = await browser.newContext({ baseURL: server.address, locale: "fr-FR", viewport: { width, height: 740 }, hasTouch: true });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const { room, one } = await furnished(server);
    await room.command({ type: "set_running_order", steps });
    await room.command({ type: "begin_step", step: 2 });
    await room.command({ type: "move_to", participant: one.participant, table: 1 });
    const problems: string[] = [];
    const look = async (where: string) => {
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      for (const check of [expectNoSidewaysScroll, expectNothingCutOff]) await check(page, where).catch((error: Error) => problems.push(error.message));
    };
    const visit = async (path: string, live = false) => {
      await page.goto(path);
      if (live) await awake(page);
      await look(path);
    };
    for (const path of ["/", "/login", `/j/${room.joinToken}`, `/i/${room.joinToken}`]) await visit(path);
    expect(await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize)), "the letters are as large as wished").toBe(letters);
    await room.hand(context, one);
    for (const path of ["/room", "/matches", ""]) await visit(`/w/${room.id}${path}`, true);
    await page.getByRole("radio", { name: "J’ai" }).check();
    await look("form, what it is");
    await page.getByRole("button", { name: "Publier la fiche" }).click();
    await page.getByText("Préciser (facultatif)").click();
    await expect(page.locator(".problems")).toBeVisible();
    await look("form with mistakes, everything open");
    for (const path of ["/me", "/satisfaction"]) await visit(`/w/${room.id}${path}`);
    await room.handDesk(context);
    for (const path of ["order", "seating", "tables/1", "minutes", "registrations", "invitation", "satisfaction", "paper", "edit"]) await visit(`/desk/${room.id}/${path}`);
    await visit(`/desk/${room.id}`, true);
    for (const panel of await page.locator(".panel-tab").all()) {
      await panel.click();
      await look(`desk: ${await panel.textContent()}`);
    }
    await browser.close();
    expect(problems).toEqual([]);
  });
}
