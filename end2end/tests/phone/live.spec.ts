import { awake, begin, post } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

test("what is posted without a network is kept on the phone and sent once when it is back", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await context.setOffline(true);
  await post(page, { kind: "J’ai", title: "Palettes en trop" });
  await expect(page.getByText("En attente du réseau")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("En attente du réseau")).toBeHidden();
  await expect(page.getByRole("heading", { name: "Palettes en trop" })).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Palettes en trop" })).toHaveCount(1);
});

test("the form asks one thing after the other, and the category is found from the words", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  const [title, quantity, send] = [page.getByLabel("Intitulé"), page.getByLabel("Quantité"), page.getByRole("button", { name: "Publier la fiche" })];
  await expect(page.getByRole("radio", { name: "Besoin partagé" })).toBeInViewport();
  await expect(title).toBeHidden();
  await expect(send).toBeHidden();
  await page.getByRole("radio", { name: "J’ai" }).tap();
  await expect(title).toBeVisible();
  await expect(quantity).toBeHidden();
  await title.fill("Chaleur fatale de nos fours");
  await expect(quantity).toBeVisible();
  await expect(send).toBeInViewport({ ratio: 1 });
  await send.tap();
  await expect(page.locator(".notice.good"), "the button is gone, and the focus is not lost").toBeFocused();
  await expect(page.locator(".cards li").filter({ hasText: "Chaleur fatale" })).toContainText("Énergie");
  await expect(page.getByRole("status").filter({ hasText: "publiée" }), "who does not see it hears that it has arrived").toHaveText("Fiche n°5 publiée.");
  await test.step("the next card begins with its kind; what is missing is said, and all of the form is there to mend it", async () => {
    await expect(title).toBeHidden();
    await page.getByRole("radio", { name: "J’ai" }).tap();
    await send.tap();
    await expect(page.getByRole("alert")).toContainText("Intitulé");
    await expect(quantity).toBeVisible();
  });
});

test("who does not see the screen hears what changes on it, and where they are", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await expect.poll(async () => Object.keys((await room.state()).matches).length, { message: "what fits already is found", timeout: 40_000 }).toBe(2);
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  const [said, matched] = [page.locator(".visually-hidden[role=status]").first(), page.locator(".visually-hidden[role=status]").last()];
  await room.command({ type: "change_phase", phase: "matching" });
  await expect(said).toContainText("Rencontres");
  await page.getByRole("link", { name: "La salle" }).click();
  await expect(page.getByRole("heading", { name: "La salle" })).toBeFocused();
  await expect(page).toHaveTitle(/^La salle – Atelier du val/);
  await expect(page.getByRole("button", { name: /^Intéressé.*Anticonstitutionnellement/ })).toBeVisible();
  await room.post(other, "want", "sciure de résineux pour panneaux");
  await expect(matched).toContainText("Nouvelle correspondance (3)");
  await page.getByLabel("Rechercher").fill("sciure");
  await expect(said).toHaveText(/^\d+\sfiches?$/);
});

test("a card that the room sees before its author hears of it stands there once", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  let release!: () => void;
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/commands", async (route) => {
    const response = await route.fetch();
    await gate;
    await route.fulfill({ response });
  });
  await post(page, { kind: "J’ai", title: "Palettes  en trop" });
  await expect(page.getByText("Fiche n°5", { exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Palettes en trop" })).toHaveCount(1);
  const answered = page.waitForResponse("**/commands");
  release();
  await answered;
  await expect(page.getByRole("heading", { name: "Palettes en trop" })).toHaveCount(1);

  await page.unroute("**/commands");

  // The same once more is another card: it is seen to wait.
  await context.setOffline(true);
  await post(page, { kind: "J’ai", title: "Palettes en trop" });
  await expect(page.getByText("En attente du réseau")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Palettes en trop" })).toHaveCount(2);
});

test("what waits outlives the page", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await context.setOffline(true);
  await post(page, { kind: "J’ai", title: "Bidons vides" });
  await expect(page.getByText("En attente du réseau")).toBeVisible();
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto(`/w/${room.id}`);
  await expect(later.getByRole("heading", { name: "Bidons vides" })).toHaveCount(1);
  await expect(later.getByText("Fiche n°5", { exact: true })).toBeVisible();
});

test("a draft outlives a reload", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await begin(page, "Chaleur à 60 °C");
  await page.reload();
  await awake(page);
  await expect(page.getByLabel("Intitulé")).toHaveValue("Chaleur à 60 °C");
});

test("the language changes in place, with numbers and dates", async ({ page, context, server }) => {
  const { room, one } = await furnished(server);
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await expect(page.getByText("12 t par semaine".replace(" t", "\u00a0t"))).toBeVisible();
  await page.getByRole("button", { name: "Read in English" }).click();
  await expect(page).toHaveURL(new RegExp(`/w/${room.id}$`));
  await expect(page.getByText("12 t a week".replace(" t", "\u00a0t"))).toBeVisible();
  await expect(page.getByRole("heading", { name: "My cards" })).toBeVisible();
});

test("the room's cards come by themselves, can be narrowed, and one tap says interested", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}/room`);
  await awake(page);
  await room.post(other, "have", "Drêches humides");
  await expect(page.getByText("Drêches humides")).toBeVisible();
  await page.getByLabel("Rechercher").fill("dreche");
  await expect(page.locator(".cards > li")).toHaveCount(1);
  await page.getByRole("button", { name: "Intéressé" }).click();
  await expect(page.getByRole("button", { name: "Intéressé", pressed: true })).toBeVisible();
  await expect(page.getByText("1 intéressé".replace(" ", "\u00a0"))).toBeVisible();
  await page.reload();
  await expect(page.getByRole("button", { name: "Intéressé", pressed: true })).toHaveCount(1);
});

test("a card stays where it is, with the focus in it, while others come, change and go", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  const third = await room.join("Zoé Petit", "Papeterie du Pont", "3");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}/room`);
  await awake(page);
  const cards = page.locator(".cards > li");
  const sought = cards.filter({ hasText: "Cherche sciures" });
  const button = sought.getByRole("button", { name: /^Intéressé/ });
  await button.focus();
  const node = await button.elementHandle();
  const dregs = await room.post(other, "have", "Drêches humides");
  await expect(cards.first()).toContainText("Drêches humides");
  await room.command({ type: "show_interest", card_id: 2, interested: true }, third.token);
  await expect(sought).toContainText("1 intéressé".replace(" ", "\u00a0"));
  await room.command({ type: "hide_card", card_id: dregs, hidden: true });
  await expect(page.getByText("Drêches humides")).toBeHidden();
  expect(await node!.evaluate((button) => button === document.activeElement), "it is the same button, and has the focus").toBe(true);
  await page.keyboard.press("Enter");
  await expect(sought, "it does what it says by now").toContainText("2 intéressés".replace(" ", "\u00a0"));
  await expect(button).toHaveAttribute("aria-pressed", "true");
});

test("an anonymous card that waited for the network goes off apart from what its author did under their name", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await page.clock.install();
  // What is drawn by chance comes late: almost three minutes.
  await page.addInitScript(() => {
    Math.random = () => 0.99;
  });
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await context.setOffline(true);
  await begin(page, "Solvants usés");
  await page.locator("summary").getByText("Préciser").click();
  await page.getByLabel("Qui voit cette fiche").selectOption("anonymous");
  await page.getByRole("button", { name: "Publier la fiche" }).click();
  await post(page, { kind: "J’ai", title: "Palettes en trop" });
  await expect(page.getByText("En attente du réseau")).toHaveCount(2);
  // They wait for longer than it takes to send them.
  await page.clock.fastForward(60_000);
  await context.setOffline(false);

  const waiting = page.getByText("Partira d’ici quelques minutes, à l’écart du reste, pour rester anonyme.");
  const titles = async () => Object.values((await room.state()).cards).map((card: any) => card.resource.title);
  await expect(waiting).toBeVisible();
  await expect(page.getByText("En attente du réseau")).toBeHidden();
  expect(await titles()).toContain("Palettes en trop");
  // Neither a while later, nor because of a reload, nor on the heels of something else.
  await page.clock.fastForward(20_000);
  await page.reload();
  await expect(waiting).toBeVisible();
  await page.getByRole("link", { name: "La salle" }).click();
  const tap = page.locator(".cards > li").filter({ hasText: "Cherche sciures" });
  await tap.getByRole("button", { name: "Intéressé" }).click();
  await expect.poll(async () => (await room.state()).cards["2"].interested).toContain(one.participant);
  expect(await titles()).not.toContain("Solvants usés");

  await page.clock.fastForward(180_000);
  await expect.poll(titles).toContain("Solvants usés");
  await page.getByRole("link", { name: "Mes fiches" }).click();
  await expect(waiting).toBeHidden();
  await expect(page.getByRole("heading", { name: "Solvants usés" })).toHaveCount(1);
});
