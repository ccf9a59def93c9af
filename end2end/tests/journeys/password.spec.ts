/** A password that was forgotten comes back by mail; then a second factor is added, asked for, and replaced by a recovery code. */
import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { Relay } from "../../fixtures/mail";
import { expect, freePort, Server, test as base } from "../../fixtures/server";

const EMAIL = "claire@maillage.example";
const OLD = "trois camions vides";
const NEW = "quatre remorques pleines";

const test = base.extend<{ relay: Relay; server: Server }>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    relay.stop();
  },
  server: async ({ relay }, use) => {
    const host = `127.0.0.1:${await freePort()}`;
    const mail = { MAILLAGE_SMTP: relay.address, MAILLAGE_MAIL_FROM: "ateliers@maillage.example", MAILLAGE_PUBLIC_URL: `http://${host}` };
    const server = await Server.start(mail, host);
    await use(server);
    await server.dispose();
  },
});

/** The code that an application shows (RFC 6238), some steps of 30 seconds from now. */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret.replace(/\s/g, "")].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function looksRight(page: Page, where: string): Promise<void> {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page, `${where}, ${width} pixels`);
  }
  await expectAccessible(page, where);
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Adresse e-mail").fill(EMAIL);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Se connecter" }).click();
}

test("a forgotten password comes back by mail, and a second factor is added and used", async ({ page, server, relay }) => {
  // Seven pages are looked at on the way.
  await page.goto(await server.setup());
  await page.getByLabel("Votre nom").fill("Claire Vasseur");
  await page.getByLabel("Adresse e-mail").fill(EMAIL);
  await page.getByLabel("Mot de passe").fill(OLD);
  await page.getByRole("button", { name: "Créer le compte" }).click();
  await page.getByRole("button", { name: "Se déconnecter" }).click();

  await page.goto("/login");
  await page.getByRole("link", { name: /Mot de passe oublié/ }).click();
  await looksRight(page, "the form");
  await page.getByLabel("Adresse e-mail").fill(EMAIL);
  await page.getByRole("button", { name: "Recevoir un lien" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Regardez votre boîte aux lettres");
  await looksRight(page, "the answer");

  const mail = await relay.mailTo(EMAIL);
  const link = mail.text.split(/\s/).find((word) => word.startsWith(`${server.address}/password/`))!;
  expect(link, mail.text).toBeDefined();
  await page.goto(link);
  await page.getByLabel("Mot de passe").fill(NEW);
  await page.getByRole("button", { name: "Changer le mot de passe et entrer" }).click();
  await page.waitForURL("**/desk");
  await page.goto(link);
  await expect(page.getByText("Ce lien n’ouvre rien")).toBeVisible();

  await page.goto("/desk");
  await page.getByRole("link", { name: "Mon compte" }).click();
  await looksRight(page, "the account");
  await page.locator("#factor-current").fill(NEW);
  await page.getByRole("button", { name: "Ajouter un second facteur" }).click();
  await expect(page.getByRole("img", { name: "QR code du second facteur" })).toBeVisible();
  await looksRight(page, "the second factor");
  const secret = await page.locator(".secret").innerText();
  // The code of the step before: the one of now is kept for signing in.
  await page.getByLabel("Code à six chiffres").fill(codeOf(secret, -1));
  await page.getByRole("button", { name: "Confirmer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Le second facteur est en place");
  await looksRight(page, "the recovery codes");
  const recovery = await page.locator(".recovery-codes li").allInnerTexts();
  expect(recovery).toHaveLength(8);
  await page.getByRole("link", { name: "C’est noté" }).click();
  await expect(page.getByText("8 codes de secours encore valables")).toBeVisible();
  await page.getByRole("button", { name: "Se déconnecter" }).click();

  await signIn(page, OLD);
  await expect(page.getByRole("alert")).toContainText("Adresse ou mot de passe incorrect");
  await signIn(page, NEW);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Votre code");
  await looksRight(page, "the code");
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expect(page.getByRole("alert")).toContainText("Ce code n’est pas le bon");
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.waitForURL("**/desk");
  await page.getByRole("button", { name: "Se déconnecter" }).click();

  await signIn(page, NEW);
  await page.getByLabel("Code", { exact: true }).fill(recovery[0]!);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.waitForURL("**/desk");
  await page.goto("/account");
  await expect(page.getByText("7 codes de secours encore valables")).toBeVisible();
  await page.getByText("Retirer le second facteur", { exact: true }).first().click();
  await page.locator("#factor-current").fill(NEW);
  await page.getByRole("button", { name: "Retirer le second facteur" }).click();
  await expect(page.getByText("Le second facteur est retiré")).toBeVisible();
  await looksRight(page, "the account afterwards");
});
