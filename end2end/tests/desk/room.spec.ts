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

test("a table takes its turns: whose it is, what they have posted, and who comes next, by Enter alone", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.join("Nadia Benhassi", "Laiterie du Val", "1");
  await room.command({ type: "set_running_order", steps: [{ kind: "table_round", minutes: "30" }] });
  await room.command({ type: "begin_step", step: 0 });
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}/tables/1`);
  await page.getByRole("link", { name: "Commencer le tour de parole" }).click();
  const turn = page.getByRole("region", { name: /La parole est à/ });
  await expect(turn).toContainText("Léa Martin");
  await expect(turn).toContainText("Tour de table 1");
  await expect(turn.getByRole("heading", { name: "Sciure de résineux, sèche" })).toBeVisible();
  await expectAccessible(page, "a turn");

  await page.keyboard.type("+ écorces, 3 t/mois");
  await page.keyboard.press("Enter");
  await expect(turn.getByRole("heading", { name: "écorces" }), "without a number it is of the person whose turn it is").toBeVisible();
  await room.post(one, "have", "Connexes de scierie");
  await expect(turn.getByRole("heading", { name: "Connexes de scierie" }), "what comes from a phone shows by itself").toBeVisible();
  await page.keyboard.type("2*1");
  await page.keyboard.press("Enter");
  await expect(turn.getByRole("listitem").filter({ hasText: "Sciure de résineux" })).toContainText("1 intéressé".replace(" ", "\u00a0"));
  await page.keyboard.press("Enter");
  await expect(turn, "a blank line hands the turn on").toContainText("Nadia Benhassi");
  await expect(turn).toContainText("Pas encore de fiche");
  await page.keyboard.type("sans signe");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Ce qui est dit, puis Entrée")).toHaveValue("sans signe");
  await expect(turn).toContainText("Nadia Benhassi");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Tout le monde a parlé.")).toBeVisible();
});

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
