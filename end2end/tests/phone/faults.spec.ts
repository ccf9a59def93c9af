/** What happens to phones in pockets, on bad Wi-Fi, behind proxies and in the windows of captive portals. */
import { awake, begin, post } from "../../fixtures/people";
import { type Habit, Proxy } from "../../fixtures/proxy";
import { Room, furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

const pallets = { kind: "J’ai", title: "Palettes en trop" } as const;
/** With MAILLAGE_LONG=1 a pocket is a pocket: a minute, and half a minute without a network. */
const inPocket = process.env.MAILLAGE_LONG ? 60_000 : 0;
const withoutNetwork = process.env.MAILLAGE_LONG ? 30_000 : 0;

test("a phone that was here once opens without a network, takes a card, and delivers it on walking back into the Wi-Fi", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  // The service worker has kept the page and the files it names.
  const kept = () => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length))).reduce((one, other) => one + other, 0));
  await expect.poll(kept).toBeGreaterThanOrEqual(4);
  // Its files may be there before the page itself is.
  await expect.poll(() => page.evaluate(async () => Boolean((await caches.match(location.href)) && (await navigator.serviceWorker.ready).active))).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await awake(page);
  await expect(page.getByRole("heading", { name: "Sciure de résineux, sèche" })).toBeVisible();
  await post(page, pallets);
  await expect(page.getByText("En attente du réseau")).toBeVisible();
  await page.reload();
  await expect(page.getByText("En attente du réseau")).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("En attente du réseau")).toBeHidden();
  await expect(page.getByRole("heading", { name: pallets.title })).toHaveCount(1);
  await expect(page.getByText("Fiche n°5", { exact: true })).toBeVisible();
});

test("a phone that was asleep is up to date soon after it wakes, with what was being typed", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await begin(page, "Chaleur à 60 °C");
  const chromium = await context.newCDPSession(page);
  await chromium.send("Page.setWebLifecycleState", { state: "frozen" });
  await room.post(other, "have", "Drêches humides");
  await page.waitForTimeout(inPocket);
  await chromium.send("Page.setWebLifecycleState", { state: "active" });
  await expect(page.getByLabel("Intitulé")).toHaveValue("Chaleur à 60 °C");
  await page.getByRole("link", { name: "La salle" }).click();
  await expect(page.getByRole("heading", { name: "Drêches humides" })).toBeVisible();
});

test("a phone without a network for a while is up to date soon after it has one", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}/room`);
  await awake(page);
  await context.setOffline(true);
  await expect(page.getByText("Hors ligne")).toBeVisible();
  await room.post(other, "have", "Drêches humides");
  await page.waitForTimeout(withoutNetwork);
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "Drêches humides" })).toBeVisible();
  await expect(page.getByText("En direct")).toBeVisible();
});

test("going back in the browser brings the page as it was left, and up to date", async ({ page, context, server }) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await begin(page, "Chaleur à 60 °C");
  await page.goto("/login");
  await room.post(other, "have", "Drêches humides");
  await page.goBack();
  await awake(page);
  await expect(page.getByLabel("Intitulé")).toHaveValue("Chaleur à 60 °C");
  await page.getByRole("link", { name: "La salle" }).click();
  await expect(page.getByRole("heading", { name: "Drêches humides" })).toBeVisible();
});

test("in a window that keeps nothing the page says so and works all the same", async ({ page, context, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await room.hand(context, one);
  await page.addInitScript(() => {
    const forbidden = () => {
      throw new DOMException("forbidden", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: forbidden });
    Object.defineProperty(navigator, "serviceWorker", { value: undefined });
  });
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await expect(page.getByText("Cette fenêtre ne garde rien")).toBeVisible();
  await begin(page, "Chaleur à 60 °C");
  await server.restart();
  await expect(page.getByText("En direct")).toBeVisible();
  await expect(page.getByLabel("Intitulé")).toHaveValue("Chaleur à 60 °C");
  await post(page, pallets);
  await expect(page.getByText("Fiche n°5", { exact: true })).toBeVisible();
});

for (const habit of ["refuses", "swallows"] satisfies Habit[]) {
  test(`behind a proxy that ${habit} WebSockets the room's cards come all the same`, async ({ page, context, server }) => {
    const room = await Room.open(server, "haves_wants");
    const one = await room.join("Léa Martin", "Scierie du Val");
    const other = await room.join("Karim Haddad", "Élevage des Prés");
    const proxy = await Proxy.start(server.address, habit);
    try {
      await room.hand(context, one);
      await page.goto(`${proxy.address}/w/${room.id}/room`);
      await awake(page);
      await expect(page.getByText("En direct")).toBeVisible();
      await room.post(other, "have", "Drêches humides");
      await expect(page.getByRole("heading", { name: "Drêches humides" })).toBeVisible();
      await page.getByRole("button", { name: "Intéressé" }).click();
      await expect(page.getByRole("button", { name: "Intéressé", pressed: true })).toBeVisible();
    } finally {
      await proxy.stop();
    }
  });
}
