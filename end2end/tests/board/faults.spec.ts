/** The board must never lie: it says when it is stale and for how long, and is right again by itself. */
import { awake } from "../../fixtures/people";
import { Proxy } from "../../fixtures/proxy";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

test("while the server is away the board says so and since when, and is right again afterwards", async ({ page, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  await expect(page.getByText("Sciure de résineux, sèche").first()).toBeVisible();
  await server.kill();
  const stale = page.getByRole("alert").filter({ hasText: "Ce tableau n’est plus à jour depuis" });
  await expect(stale).toBeVisible();
  await expect(stale).toContainText(/depuis [2-9]\u00a0s/);
  await server.restart();
  await room.post(one, "have", "Drêches humides");
  await expect(page.getByText("Drêches humides").first()).toBeVisible();
  await expect(stale).toBeHidden();
});

test("a connection that is dead without saying so is noticed", async ({ page, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  const proxy = await Proxy.start(server.address, "swallows");
  try {
    await page.goto(`${proxy.address}/b/${room.boardKey}`);
    await awake(page);
    await room.post(one, "have", "Drêches humides");
    // Mute from its first word on: the board polls instead.
    await expect(page.getByText("Drêches humides").first()).toBeVisible();
  } finally {
    await proxy.stop();
  }
});

test("a clean stop is told to the board, which comes back by itself", async ({ page, server }) => {
  const { room, one } = await furnished(server, "haves_wants");
  await page.goto(`/b/${room.boardKey}`);
  await awake(page);
  await server.restart();
  await room.post(one, "have", "Drêches humides");
  await expect(page.getByText("Drêches humides").first()).toBeVisible();
});
