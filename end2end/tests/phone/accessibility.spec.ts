import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { awake } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

for (const colorScheme of ["light", "dark"] as const) {
  test(`every screen of the phone, ${colorScheme}`, async ({ page, context, server }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Tall enough for every screen: what the bar below covers until one scrolls counts as too small to touch otherwise.
    await page.setViewportSize({ width: 390, height: 4000 });
    const look = async (where: string) => {
      await expectAccessible(page, where);
      await expectNoSidewaysScroll(page, where);
    };
    const { room, one } = await furnished(server);
    await page.goto("/");
    await look("home");
    await page.goto(`/j/${room.joinToken}`);
    await look("door");
    await page.getByRole("button", { name: "Entrer dans l’atelier" }).click();
    await look("door with mistakes");
    await room.hand(context, one);
    await page.goto(`/w/${room.id}`);
    await awake(page);
    await look("own cards");
    await page.getByRole("radio", { name: "J’ai" }).check();
    await look("form, what it is");
    await page.getByRole("button", { name: "Publier la fiche" }).click();
    await page.getByText("Préciser (facultatif)").click();
    await look("form with mistakes, everything open");
    await page.getByRole("link", { name: "La salle" }).click();
    await expect(page.getByText("Cherche sciures pour litière")).toBeVisible();
    await look("room");
    await page.getByRole("link", { name: "Correspondances" }).click();
    await expect(page.locator(".match").first()).toBeVisible();
    await look("matches");
    await page.goto("/nowhere");
    await look("error");
  });
}
