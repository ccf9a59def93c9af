import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { Room, furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";
import { expectSameScreen, watchTakeOver } from "../../fixtures/takeover";

const panels = ["Accès", "Participants", "Fiches", "Correspondances", "Synergies"];

test("the facilitator acts for somebody without a phone", async ({ page, context, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}`);
  await awake(page);
  const open = (name: string) => page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name }).click();

  await open("Participants");
  await page.getByRole("button", { name: "Ajouter une personne sans téléphone" }).click();
  await page.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Organisation" })).toBeVisible();
  await page.getByRole("textbox", { name: "Personne" }).fill("Paul Roy");
  await page.getByRole("textbox", { name: "Organisation" }).fill("Ferme du Bas");
  await page.getByRole("button", { name: "Ajouter", exact: true }).click();
  await expect(page.getByRole("row", { name: /Ferme du Bas/ })).toContainText("sans");

  await open("Fiches");
  await page.getByRole("button", { name: "Publier pour quelqu’un" }).click();
  const form = page.getByRole("complementary");
  await form.getByLabel("Pour qui").selectOption({ label: "Ferme du Bas – Paul Roy" });
  await form.getByRole("radio", { name: "Je cherche" }).check();
  await form.getByLabel("Intitulé").fill("Paille en bottes");
  await form.getByRole("button", { name: "Publier" }).click();
  const card = page.locator(".desk-card").filter({ hasText: "Paille en bottes" });
  await expect(card).toContainText("saisie par l’animateur");
  await expect(card, "the category is found from the words").toContainText("Matière");

  await card.getByRole("button", { name: "Masquer" }).click();
  await expect(card).toHaveCount(0);
  await page.getByLabel("Montrer aussi").check();
  await card.getByRole("button", { name: "Réafficher" }).click();
  await expect(card).not.toContainText("masquée");
});

test("duplicates become one card, with the interest of both", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  const twin = await room.post(one, "have", "Sciure sèche de résineux");
  await room.command({ type: "show_interest", card_id: twin, interested: true }, other.token);
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}`);
  await awake(page);
  const card = (title: string) => page.locator(".desk-card").filter({ hasText: title });
  await card("Sciure sèche de résineux").getByRole("button", { name: "Fusionner…" }).click();
  await page.getByLabel("Fiche à garder").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Fusionner", exact: true }).click();
  await expect(card("Sciure sèche de résineux")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every panel of the desk, ${colorScheme}`, async ({ page, context, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { room } = await furnished(server);
    await room.handDesk(context);
    await page.goto(`/desk/${room.id}`);
    await awake(page);
    for (const name of panels) {
      await page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name }).click();
      await expectAccessible(page, name);
      await expectNoSidewaysScroll(page, name);
    }
    await page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name: "Fiches" }).click();
    await page.getByRole("button", { name: "Publier pour quelqu’un" }).click();
    await page.getByRole("complementary").getByRole("button", { name: "Publier" }).click();
    await expectAccessible(page, "form with mistakes");
    await page.goto(`/desk/${room.id}/print`);
    await expectAccessible(page, "print sheets");
  });
}

test("server and desk draw the same console", async ({ page, context, server }) => {
  await watchTakeOver(page);
  for (const phase of ["welcome", "haves_wants", "matching"]) {
    const { room } = await furnished(server, phase);
    await room.handDesk(context);
    await page.goto(`/desk/${room.id}`);
    await expectSameScreen(page, phase);
  }
});

test("the desk opens on the running order, and a reload comes back to the panel one was at", async ({ page, context, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await room.command({ type: "set_running_order", steps: [{ kind: "table_round", minutes: "30" }, { kind: "wrap_up", minutes: "20" }] });
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}`);
  await awake(page);
  await expect(page.getByRole("button", { name: /^Commencer\s: Tour de table/ })).toBeVisible();
  const people = page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name: "Participants" });
  await people.click();
  await page.reload();
  await expect(people).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("row", { name: /Scierie du Val/ })).toBeVisible();
});

test("what was done is said in words, the focus is not lost, and a double click goes one phase on", async ({ page, context, server }) => {
  const { room } = await furnished(server, "haves_wants");
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}`);
  await awake(page);
  await page.getByRole("button", { name: "Passer à Rencontres" }).dblclick();
  await expect(page.locator(".desk-outcome")).toHaveText(/Phase\s: Rencontres\./);
  await expect(page.getByRole("button", { name: "Passer à Engagement" })).toBeVisible();
  expect((await room.state()).phase).toBe("matching");
  await page.getByRole("button", { name: "Publier pour quelqu’un" }).click();
  const form = page.getByRole("complementary");
  await form.getByRole("button", { name: "Publier" }).click();
  await expect(form.getByRole("alert")).toBeFocused();
  await expect(form.getByRole("alert")).toContainText("Pour qui ?");
  await form.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("heading", { name: "Fiches" })).toBeFocused();
});

test("while others post, what is typed at the desk stays with the focus, and rows that have not changed are left alone", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}?panel=cards`);
  await awake(page);
  const rows = page.locator(".desk-cards > li");
  await rows.filter({ hasText: "Sciure de résineux" }).locator("summary").click();
  await rows.evaluateAll((all) => all.forEach((row) => row.querySelectorAll("*").forEach((node) => Object.assign(node, { known: true }))));
  const untouched = () => rows.evaluateAll((all) => all.filter((row) => [...row.querySelectorAll("*")].every((node) => "known" in node)).length);
  expect(await untouched()).toBe(4);
  await page.getByRole("button", { name: "Publier pour quelqu’un" }).click();
  const form = page.getByRole("complementary");
  const title = form.getByLabel("Intitulé");
  await form.getByLabel("Pour qui").selectOption({ index: 1 });
  await title.pressSequentially("Palettes per");
  await room.post(one, "have", "Copeaux de chêne");
  await expect(rows).toHaveCount(5);
  await title.pressSequentially("dues");
  await room.command({ type: "show_interest", card_id: 1, interested: true }, other.token);
  await expect(rows.filter({ hasText: "Sciure de résineux" })).toContainText("Élevage et polyculture");
  await expect(title).toBeFocused();
  await expect(title).toHaveValue("Palettes perdues");
  await expect(form.getByLabel("Pour qui")).not.toHaveValue("");
  expect(await untouched(), "one more stands there, one has changed").toBe(3);
  await expect(rows.filter({ hasText: "Sciure de résineux" }).locator("details"), "the fold stays open").toHaveAttribute("open", "");
  await page.getByRole("button", { name: "Publier pour quelqu’un" }).click();
  await expect(title, "the same form, opened once more").toHaveValue("Palettes perdues");
  await page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name: "Correspondances" }).click();
  await expect(form, "another panel begins without what stood beside the last one").toHaveCount(0);
});

test("a mere guess stands on a shelf of the desk, not on the board, until somebody takes it up", async ({ page, context, server }) => {
  const room = await Room.open(server, "haves_wants");
  const [farm, heating] = [await room.join("Léa", "Ferme du Val"), await room.join("Karim", "Chaufferie du Val")];
  await room.post(farm, "have", "paille de blé");
  await room.post(heating, "want", "Bois énergie pour chaudière");
  await room.command({ type: "change_phase", phase: "matching" });
  await room.handDesk(context);
  await page.goto(`/desk/${room.id}?panel=matches`);
  await awake(page);
  const shelf = page.getByRole("button", { name: /Pistes peu sûres/ });
  await expect(shelf).toContainText("1");
  await shelf.click();
  await expect(page.locator(".desk-matches li")).toContainText("paille de blé");
  const board = await context.newPage();
  await board.goto(`/b/${room.boardKey}?scene=matches`);
  await awake(board);
  await expect(board.locator(".match-line")).toHaveCount(0);
  const [match] = Object.values((await room.state()).matches) as { id: number }[];
  await room.command({ type: "answer_match", match_id: match!.id, answer: { answer: "interested" } }, farm.token);
  await expect(board.locator(".match-line")).toContainText("paille de blé");
  await expect(shelf).toContainText("0");
});
