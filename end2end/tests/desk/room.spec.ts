import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

for (const language of ["fr", "en"])
  for (const colorScheme of ["light", "dark"] as const) {
    test(`running order, seating, fast entry and the phone's own page, ${language}, ${colorScheme}`, async ({ page, context, server }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { room, one } = await furnished(server);
      await context.addCookies([{ name: "maillage_language", value: language, url: server.address }]);
      await room.handDesk(context);
      const steps = ["arrival", "table_round", "table_round"].map((kind) => ({ kind, minutes: "20" }));
      await room.command({ type: "set_running_order", steps });
      await room.command({ type: "set_seating", seating: { rounds: [[{ participant: 1, table: 1 }, { participant: 2, table: 1 }]] } });
      for (const path of ["order", "order?template=half_day", "seating", "seating/print", "tables/1", "minutes", "registrations", "invitation", "paper", "satisfaction"]) {
        await page.goto(`/desk/${room.id}/${path}`);
        await expectAccessible(page, path);
        await expectNoSidewaysScroll(page, path);
      }
      await room.command({ type: "begin_step", step: 1 });
      await page.goto(`/desk/${room.id}`);
      await awake(page);
      await page.getByRole("group").getByRole("button", { name: /Déroulé|Running order/ }).click();
      await expect(page.locator(".under-way-left")).toContainText(/\d:\d\d/);
      await expectAccessible(page, "course");
      await expectNoSidewaysScroll(page, "course");
      await page.getByText(/^(Préparer|Prepare)$/).click();
      // What an open menu covers is reached by closing it: the page below was looked at just now.
      await expectAccessible(page, "pages of the workshop", "details[open]");
      await page.goto(`/i/${room.joinToken}`);
      await expectAccessible(page, "invitation");
      await expectNoSidewaysScroll(page, "invitation");
      await page.goto(`/desk/${room.id}/tables/1`);
      await page.getByRole("button", { name: /Faire une clé|Make a key/ }).click();
      await expectAccessible(page, "key of a table");
      await context.clearCookies({ name: /^maillage_f/ });
      await page.goto((await page.locator(".table-key .copy-address").textContent())!);
      await expectAccessible(page, "fast entry by key");

      await room.hand(context, one);
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`/w/${room.id}/me`);
      await page.locator("form button").first().click();
      await expectAccessible(page, "own page");
      await page.goto(`/w/${room.id}/me`);
      await expectNoSidewaysScroll(page, "own page");
      await room.command({ type: "change_phase", phase: "matching" });
      await page.reload();
      await page.getByRole("link", { name: /Donner mon avis|Say what I think/ }).click();
      await expectAccessible(page, "view");
      await page.getByRole("button", { name: /Envoyer mon avis|Send my view/ }).click();
      await expectAccessible(page, "view with mistakes");
      await expectNoSidewaysScroll(page, "view with mistakes");
    });
  }

test("a scribe who knows the line notes cards without leaving the keyboard", async ({ page, context, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}/tables/1`);
  for (const line of ["1+ palettes EUR, 40 palettes/mois", "1- chaleur basse température, 2 MWh/jour #ener", "1+ cartons propres"]) {
    await page.keyboard.type(line);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/Noté – n°/)).toBeVisible();
  }
  const cards = Object.values((await room.state()).cards as Record<string, { by_facilitator: boolean }>);
  expect(cards.filter((card) => card.by_facilitator)).toHaveLength(3);
});
