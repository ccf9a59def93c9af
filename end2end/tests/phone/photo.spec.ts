/** A photo of what is on a card: from a phone's camera to the room, small and without what the camera wrote beside it. */
import { writeFile } from "node:fs/promises";
import { expectAccessible } from "../../fixtures/accessibility";
import { awake, begin } from "../../fixtures/people";
import { furnished } from "../../fixtures/room";
import { expect, test } from "../../fixtures/server";

test("a photo is made small on the phone, and the room sees it", async ({ page, context, server }, info) => {
  const { room, one, other } = await furnished(server, "haves_wants");
  // What a camera makes: large, and hard to compress.
  await page.goto(server.address);
  const taken = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
    const pen = canvas.getContext("2d")!;
    for (let at = 0; at < 200_000; at += 1) {
      pen.fillStyle = `hsl(${(at * 47) % 360} 60% ${(at * 13) % 100}%)`;
      pen.fillRect((at * 7919) % 3000, (at * 104_729) % 2000, 9, 9);
    }
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1]!;
  });
  const file = info.outputPath("IMG_0001.jpg");
  const content = Buffer.from(taken, "base64");
  expect(content.length).toBeGreaterThan(600_000);
  await writeFile(file, content);

  await room.hand(context, one);
  await page.goto(`/w/${room.id}`);
  await awake(page);
  await begin(page, "Chaleur à 60 °C");
  await page.getByRole("link", { name: /^Photo/ }).last().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Photo de la fiche");
  await expectAccessible(page, "photo");
  await page.getByRole("button", { name: "Envoyer la photo" }).click();
  await expect(page.getByText("Choisissez d’abord une photo.")).toBeVisible();
  await page.getByLabel("Prendre ou choisir une photo").setInputFiles(file);
  await expect(page.getByAltText("La photo à envoyer")).toBeVisible();
  const small = await page.evaluate(() => document.querySelector<HTMLInputElement>("#file")!.files![0]!.size);
  expect(small).toBeLessThanOrEqual(300_000);
  await page.screenshot({ path: info.outputPath("photo.png"), fullPage: true });
  await page.getByRole("button", { name: "Envoyer la photo" }).click();
  const photo = page.getByAltText("Photo : Sciure de résineux, sèche".replace(" :", "\u00a0:"));
  await expect(photo).toBeVisible();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(500);
  await expect(page.getByLabel("Intitulé"), "what was being typed is still there").toHaveValue("Chaleur à 60 °C");
  await page.screenshot({ path: info.outputPath("mine.png"), fullPage: true });

  // The room has it by itself, and so has the board when it shows the match in large.
  const elsewhere = await context.browser()!.newContext({ baseURL: server.address, locale: "fr-FR" });
  await room.hand(elsewhere, other);
  const phone = await elsewhere.newPage();
  await phone.goto(`/w/${room.id}/room`);
  await expect.poll(() => phone.getByAltText(/^Photo/).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(500);
  const served = await phone.evaluate(async () => {
    const bytes = new Uint8Array(await (await fetch(document.querySelector<HTMLImageElement>("img.card-photo")!.src)).arrayBuffer());
    return [...bytes.slice(0, 3), bytes.length];
  });
  expect(served.slice(0, 3)).toEqual([0xff, 0xd8, 0xff]);
  expect(served[3]).toBeLessThanOrEqual(300_000);
  await room.command({ type: "show_interest", card_id: 1, interested: true }, other.token);
  await room.command({ type: "change_phase", phase: "matching" });
  const board = await elsewhere.newPage();
  await board.setViewportSize({ width: 1920, height: 1080 });
  await board.goto(`/b/${room.boardKey}`);
  const matches: { id: number; card: number }[] = Object.values((await room.state()).matches);
  await room.command({ type: "show_scene", scene: "spotlight", match_id: matches.find(({ card }) => card === 1)!.id });
  await expect.poll(() => board.locator(".end-photo").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(500);
  await board.screenshot({ path: info.outputPath("board.png") });

  // Who put it takes it away.
  await page.getByRole("link", { name: /^Photo/ }).last().click();
  await page.getByRole("button", { name: "Retirer la photo" }).click();
  await expect(page.getByText("Fiche n°1", { exact: true })).toBeVisible();
  await expect(photo).toHaveCount(0);
  await expect(phone.getByAltText(/^Photo/)).toHaveCount(0);
  await elsewhere.close();
});
