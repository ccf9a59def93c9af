/** A half-day with everything in it: forty phones, eight tables, three rounds, two hundred cards, and what goes wrong. */
import { mkdir } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { cards, companies } from "../../fixtures/demo";
import { expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { awake, join, newPhone } from "../../fixtures/people";
import { type Person, Room } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

/** Where the pictures of each step go, when somebody wants to look at them. */
const pictures = process.env.PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  const path = `${pictures}/${name}.png`;
  await page.screenshot({ path }).catch(() => page.screenshot({ path }));
}

test("a half-day, from the running order to the personal lists", async ({ page, server, browser }) => {
  const room = await Room.open(server, "preparation", "Atelier synergies du val", "8");
  await room.handDesk(page.context());

  await test.step("the facilitator takes a running order from a template", async () => {
    await page.goto(`/desk/${room.id}/order`);
    await page.getByLabel("Partir d’un modèle").selectOption("half_day");
    await page.getByRole("button", { name: "Remplir le formulaire" }).click();
    await picture(page, "01-order");
    await page.getByRole("button", { name: "Enregistrer" }).click();
    await awake(page);
    await page.getByRole("group", { name: "Rubriques de la console" }).getByRole("button", { name: "Déroulé" }).click();
    await page.getByRole("button", { name: /Commencer : Accueil|Commencer.*Accueil/ }).first().click();
    await expect(page.locator(".under-way-left")).toContainText(":");
  });

  const board = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "fr-FR", reducedMotion: "reduce" })).newPage();
  const second = await (await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: "fr-FR", colorScheme: "dark" })).newPage();
  await board.goto(`${server.address}/b/${room.boardKey}`);
  await second.goto(`${server.address}/b/${room.boardKey}?scene=map`);
  await Promise.all([awake(board), awake(second)]);

  const everybody: Person[] = [];
  await test.step("forty people come in, six of them with pages", async () => {
    for (let at = 0; at < 34; at += 1) {
      const company = companies[at % companies.length]!;
      everybody.push(await room.join(at < companies.length ? company.participant : `Personne ${at}`, company.name, "", company.nace));
    }
    await expect(board.getByText(companies[3]!.name)).toBeVisible();
    await picture(board, "02-welcome");
  });
  const phones: Page[] = [];
  for (let at = 0; at < 6; at += 1) {
    const phone = await newPhone(browser);
    await join(phone.page, `${server.address}/j/${room.joinToken}`, `Avec page ${at}`, `Atelier ${at} et fils`);
    await awake(phone.page);
    phones.push(phone.page);
  }

  await test.step("the seating plan: nobody meets twice", async () => {
    await page.goto(`/desk/${room.id}/seating`);
    await page.getByLabel("Nombre de tours").fill("3");
    await page.getByRole("button", { name: "Calculer le plan" }).click();
    await expect(page.locator("dl.fixed")).toContainText("0 (au mieux 0)");
    await picture(page, "03-seating");
    await page.getByRole("link", { name: "Imprimer chevalets et listes" }).click();
    await expect(page.locator(".place-card")).toHaveCount(40);
    await picture(page, "04-place-cards");
  });

  const met = new Set<string>();
  const round = async (step: number, from: number) => {
    await room.command({ type: "begin_step", step, from });
    const people = Object.values((await room.state()).participants as Record<string, { id: number; table: number; organisation: string }>).filter((person) => person.table);
    for (const one of people)
      for (const other of people)
        if (one.id < other.id && one.table === other.table) {
          const pair = `${one.id}-${other.id}`;
          expect(met.has(pair), `${one.organisation} and ${other.organisation} meet again`).toBe(false);
          met.add(pair);
        }
  };
  let posted = 0;
  const postCards = async (count: number) => {
    for (; count > 0; count -= 1, posted += 1) {
      const { kind, title, category, quantity, unit, frequency, company } = cards[posted % cards.length]!;
      const who = everybody[companies.findIndex((known) => known.key === company) % everybody.length]!;
      await room.command({ type: "post_card", card: { kind, title, category, quantity, unit, frequency } }, who.token);
    }
  };

  await test.step("first round: each phone shows its table, cards come", async () => {
    await room.command({ type: "begin_step", step: 1, from: 0 });
    await round(2, 1);
    for (const phone of phones) await expect(phone.locator(".table-now")).toContainText(/Votre table maintenant\s:\s\d/);
    await postCards(70);
    await expect(board.locator(".step-now")).toContainText("Tour de table 1");
    await picture(board, "05-round-1");
    await picture(phones[0]!, "06-phone-table");
    await expectNoSidewaysScroll(phones[0]!, "phone in a round");
  });

  await test.step("late comers get a table at once; a phone dies and comes back by its personal link", async () => {
    const late = await room.join("Tard Venu", "Fonderie du Retard", "", "24");
    everybody.push(late);
    await page.goto(`/desk/${room.id}/seating`);
    await page.getByRole("button", { name: "Recalculer la suite" }).click();
    await expect.poll(async () => (await room.state()).participants[late.participant].table).not.toBeNull();

    await phones[1]!.goto(`${server.address}/w/${room.id}/me`);
    await phones[1]!.getByRole("button", { name: "Montrer mon lien et mon QR code" }).click();
    await picture(phones[1]!, "07-personal-link");
    const link = (await phones[1]!.locator(".address").textContent())!;
    await phones[1]!.context().close();
    const other = await newPhone(browser);
    await other.page.goto(link);
    await expect(other.page.locator(".who")).toContainText("Avec page 1");
    expect(other.page.url(), "the token has left the address").not.toContain("/as/");
    await awake(other.page);
    phones[1] = other.page;
  });

  await test.step("a scribe with the key of one table takes down paper cards, and somebody without a phone", async () => {
    await page.goto(`/desk/${room.id}/tables/3`);
    await page.getByRole("button", { name: "Faire une clé" }).click();
    const key = (await page.locator(".table-key .copy-address").textContent())!;
    const tablet = await (await browser.newContext({ locale: "fr-FR", viewport: { width: 1024, height: 768 } })).newPage();
    await tablet.goto(key);
    for (const [line, said] of [
      ["@ Lou Diaz, Forge du Pont", "Assis à cette table"],
      ["1+ copeaux d’acier, 3 t/mois", "Noté – n°"],
      ["2*5", "Intérêt noté"],
    ] as const) {
      // The line has the focus by itself, as soon as the page is there.
      await expect(tablet.locator("#line")).toBeFocused();
      await tablet.keyboard.type(line);
      await tablet.keyboard.press("Enter");
      await expect(tablet.getByText(said)).toBeVisible();
      await expect(tablet.locator("#line")).toHaveValue("");
    }
    await picture(tablet, "07b-scribe");
    expect(Object.values((await room.state()).cards as Record<string, { resource: { title: string } }>).some((card) => card.resource.title === "copeaux d’acier")).toBe(true);
    await tablet.context().close();
    // Who came in meanwhile has a place in the rounds that follow.
    await page.goto(`/desk/${room.id}/seating`);
    await page.getByRole("button", { name: "Recalculer la suite" }).click();
    await expect(page.locator("main")).toContainText("Lou Diaz");
  });

  await test.step("two more rounds; the map grows on the second board", async () => {
    await round(3, 2);
    await postCards(70);
    await picture(second, "08-map-dark");
    await room.command({ type: "begin_step", step: 4, from: 3 });
    await expect(board.locator(".timer .left")).toBeVisible();
    await picture(board, "09-timer");
    await round(5, 4);
    await postCards(60);
    expect(posted).toBe(200);
    await expect(second.locator(".ribbon").first()).toBeVisible();
  });

  await test.step("market walk: taps, and what is most wanted", async () => {
    await room.command({ type: "begin_step", step: 6, from: 5 });
    await expect(board.locator(".map .telling")).toBeVisible();
    await picture(board, "10-map");
    for (let at = 0; at < 80; at += 1) {
      const who = everybody[(at * 7) % everybody.length]!;
      await room.command({ type: "show_interest", card_id: 1 + ((at * at) % 90), interested: true }, who.token).catch(() => undefined);
    }
    await room.command({ type: "show_scene", scene: "plenary" });
    await expect(board.getByRole("heading", { name: "Les plus demandées" })).toBeVisible();
    await picture(board, "11-plenary");
    await room.command({ type: "show_scene", scene: "figures" });
    await expect(board.locator(".big-figures")).toBeVisible();
    await picture(board, "12-figures");
    await expect(second.locator(".map"), "the second board stays where it was put").toBeVisible();
  });

  await test.step("both sides say yes; one match in large; synergies", async () => {
    await room.command({ type: "begin_step", step: 7, from: 6 });
    const state = await room.state();
    const author = (card: number) => Number(state.cards[card]?.author);
    const best = Object.values(state.matches as Record<string, any>).filter((found) => found.counterpart.card).sort((one, other) => other.score - one.score).slice(0, 14);
    for (const found of best)
      for (const who of [author(found.card), author(found.counterpart.card)])
        await room.command({ type: "answer_match", match_id: found.id, answer: { answer: "interested" }, on_behalf_of: who });
    await room.command({ type: "begin_step", step: 8, from: 7 });
    await expect(board.locator(".assessed")).toContainText(/Vues des deux côtés\s: \d+ sur \d+ .* voulues des deux\s: 14/);
    await picture(board, "12b-assessment");
    await expect(phones[0]!.locator(".step-now")).toContainText("Avis sur les correspondances");
    await picture(phones[0]!, "12c-phone-assessment");
    await room.command({ type: "show_scene", scene: "spotlight", match_id: best[0].id });
    await expect(board.locator(".spotlight .mutual")).toBeVisible();
    await picture(board, "13-spotlight");
    for (const found of best.slice(0, 6))
      await room.command({ type: "confirm_synergy", match_id: found.id, synergy: { next_step: "Visite du site", next_step_due: "2026-12-08" } });
    await room.command({ type: "begin_step", step: 9, from: 8 });
    await expect(board.locator(".synergy").first()).toBeVisible();
    await picture(board, "14-outcome");

    const side = await browser.newContext({ locale: "fr-FR", viewport: { width: 390, height: 844 } });
    const giver = everybody.find((person) => person.participant === author(best[0].card))!;
    await room.hand(side, giver);
    const own = await side.newPage();
    await own.goto(`${server.address}/w/${room.id}/me`);
    await expect(own.locator("li.panel").first()).toContainText("Visite du site");
    await picture(own, "15-personal-list");
    const calendar = await own.request.get(`${server.address}/w/${room.id}/me.ics`);
    expect(await calendar.text()).toContain("BEGIN:VEVENT");

    await own.getByRole("link", { name: "Donner mon avis" }).click();
    for (const answer of ["useful", "organised-rather", "lead"]) await own.locator(`#${answer}`).check();
    await own.getByLabel("Ce qui a manqué").fill("Plus de temps au marché.");
    await own.getByRole("button", { name: "Envoyer mon avis" }).click();
    await expect(own.getByText("Merci")).toBeVisible();
    await picture(own, "16-view");

    await page.goto(`/desk/${room.id}/minutes`);
    const synergies = page.getByRole("region", { name: "Synergies engagées" }).locator("tbody tr");
    await expect(synergies).toHaveCount(6);
    await expect(synergies.first()).toContainText("Visite du site, 8 décembre 2026");
    await expect(page.locator("main")).toContainText("copeaux d’acier – ");
    await expect(page.locator("main")).toContainText("Plus de temps au marché.");
    await expect(page.locator("main"), "what both want and nobody confirmed").toContainText("D’accord des deux côtés, à confirmer");
    await expect(page.locator("main")).toContainText("Forge du Pont, Lou Diaz");
    await picture(page, "17-minutes");
    const file = await page.request.get(`${server.address}/desk/${room.id}/minutes.pdf`);
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");

    await own.goto(`${server.address}/w/${room.id}/me`);
    await own.getByText("Quitter et effacer mes données").last().click();
    await own.getByRole("button", { name: "Oui, effacer tout" }).click();
    await expect(own.getByText("Vos données sont effacées")).toBeVisible();
  });
});
