// Three hundred cards and what fits among them: the map stays a map.
import { companies, cards } from "../../fixtures/demo";
import { awake } from "../../fixtures/people";
import { Room } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

test("with three hundred cards and hundreds of matches the map is no hairball", async ({ page, server }, testInfo) => {
  const room = await Room.open(server, "haves_wants", "Atelier du val", "10");
  const people = [];
  for (const company of companies) people.push(await room.join(company.participant, company.name, "", company.nace));
  for (let at = 0; at < 300; at += 1) {
    const { kind, title, category, quantity, unit, frequency, company } = cards[at % cards.length]!;
    // The second time round another company says the same.
    const who = people[(companies.findIndex((known) => known.key === company) + 11 * Math.floor(at / cards.length)) % people.length]!;
    await room.command({ type: "post_card", card: { kind, title, category, quantity, unit, frequency } }, who.token);
  }
  // Interest makes matches too.
  for (let at = 0; at < 220; at += 1)
    await room.command({ type: "show_interest", card_id: 1 + ((at * 13) % 300), interested: true }, people[(at * 7) % people.length]!.token).catch(() => undefined);
  await expect.poll(async () => Object.keys((await room.state()).matches).length, { timeout: 180_000 }).toBeGreaterThanOrEqual(500);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(`/b/${room.boardKey}?scene=map`);
    await awake(page);
    await expect(page.locator(".ribbon").first()).toBeVisible();
    const map = await page.locator(".map svg").evaluate((svg) => {
      const box = (element: Element) => element.getBoundingClientRect();
      const frame = box(svg);
      const labels = [...svg.querySelectorAll("text")].map((text) => ({ words: text.textContent ?? "", box: box(text), size: parseFloat(getComputedStyle(text).fontSize) * (frame.height / (svg as SVGSVGElement).viewBox.baseVal.height) }));
      const meet = (one: DOMRect, other: DOMRect) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 4 && other.top < one.bottom - 4;
      const overlaps = labels.flatMap((one, at) => labels.slice(at + 1).filter((other) => meet(one.box, other.box)).map((other) => `${one.words} / ${other.words}`));
      const outside = labels.filter(({ box }) => box.left < 0 || box.right > innerWidth || box.top < frame.top - 4 || box.bottom > frame.bottom + 4).map(({ words }) => words);
      const ribbons = [...svg.querySelectorAll(".ribbon")].map((ribbon) => parseFloat(ribbon.getAttribute("stroke-width") ?? "0"));
      return { ribbons: ribbons.length, wide: ribbons.filter((width) => width >= 4).length, overlaps, outside, smallest: Math.min(...labels.map(({ size }) => size)) };
    });
    await testInfo.attach(`map ${colorScheme}`, { body: await page.screenshot({ path: process.env.PICTURES && `${process.env.PICTURES}/map-500-${colorScheme}.png` }), contentType: "image/png" });
    expect(map.ribbons, "matches are bundled by branch and family").toBeLessThanOrEqual(162);
    expect(map.wide, "a few flows stand out").toBeLessThanOrEqual(50);
    expect(map.wide, "a few flows stand out").toBeGreaterThanOrEqual(5);
    expect(map.overlaps, "no name lies on another").toEqual([]);
    expect(map.outside, "no name is cut off").toEqual([]);
    expect(map.smallest, "legible from the back of the room").toBeGreaterThanOrEqual(24);
  }
});
