/** Signing in at an identity provider: an invitation accepted with it, signing out there as well, and an identity joined to an account. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../../fixtures/accessibility";
import { signedIn } from "../../fixtures/office";
import { Provider } from "../../fixtures/provider";
import { expect, Server, test as base } from "../../fixtures/server";

const pictures = process.env.PICTURES;
const angela = { sub: "704e024229015d2b", email: "angela@val.example", given_name: "Angela Claire", usual_name: "DUBOIS" };

async function picture(page: Page, name: string): Promise<void> {
  await expectNoSidewaysScroll(page, name);
  await expectAccessible(page, name);
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

/** A server that knows its public address and a provider. */
const test = base.extend<{ provider: Provider }>({
  provider: async ({}, use) => {
    const provider = await Provider.start(angela);
    await use(provider);
    provider.stop();
  },
  server: async ({ provider }, use) => {
    const environment: Record<string, string> = {};
    const server = await Server.start(environment);
    const secret = join(server.data, "secret");
    await writeFile(secret, "secret\n");
    Object.assign(environment, {
      MAILLAGE_PUBLIC_URL: server.address,
      MAILLAGE_OIDC_ISSUER: provider.issuer,
      MAILLAGE_OIDC_CLIENT_ID: "maillage",
      MAILLAGE_OIDC_SECRET_FILE: secret,
      MAILLAGE_OIDC_PROFILE: "proconnect",
    });
    await server.restart();
    await use(server);
    await server.dispose();
  },
});

test("an invitation is accepted with ProConnect, and signing out ends both sessions", async ({ page, browser, server, provider }) => {
  await signedIn(page, server);
  await page.goto("/programme");
  const programme = new URL(await page.locator("a[href*='/programme/programmes/']").first().evaluate((link: HTMLAnchorElement) => link.href)).pathname.split("/")[3];
  await page.goto(`/programme/programmes/${programme}`);
  const form = page.locator(`form[action$="/members"]`);
  await form.getByLabel("Adresse e-mail").fill("angela@val.example");
  await form.getByRole("button", { name: "Inviter" }).click();
  const invitation = await page.locator("#made-link").evaluate((field) => (field as HTMLInputElement).value || field.textContent || "");

  const theirs = await (await browser.newContext({ baseURL: server.address })).newPage();
  await theirs.goto(invitation.trim());
  const button = theirs.getByRole("link", { name: "S’identifier avec ProConnect" });
  await expect(theirs.getByRole("link", { name: "Qu’est-ce que ProConnect ?" })).toHaveAttribute("href", "https://www.proconnect.gouv.fr/");
  await picture(theirs, "provider-1-invitation");
  await button.click();
  await theirs.getByRole("link", { name: "Je suis Angela Claire" }).click();
  await theirs.waitForURL(/\/programme\?programme=/);
  const [authorize] = provider.opened;
  expect([...authorize!.searchParams.keys()].sort()).toEqual(["client_id", "nonce", "redirect_uri", "response_type", "scope", "state"]);

  await theirs.goto("/account");
  await expect(theirs.getByRole("region", { name: "Identités reliées" }).getByText("angela@val.example")).toBeVisible();
  await picture(theirs, "provider-2-only-identity");
  await theirs.getByRole("button", { name: "Se déconnecter", exact: true }).click();
  await theirs.waitForURL(`${server.address}/`);
  expect(provider.opened.at(-1)!.pathname).toBe("/api/v2/session/end");
  await theirs.goto("/desk");
  await expect(theirs).toHaveURL(/\/login$/);
  await picture(theirs, "provider-3-door");

  // Back by the same identity; with another one nothing opens.
  await theirs.getByRole("link", { name: "S’identifier avec ProConnect" }).click();
  await theirs.getByRole("link", { name: "Je suis Angela Claire" }).click();
  await theirs.waitForURL(/\/desk$/);
  await theirs.context().clearCookies();
  provider.person = { ...angela, sub: "somebody else" };
  await theirs.goto("/login");
  await theirs.getByRole("link", { name: "S’identifier avec ProConnect" }).click();
  await theirs.getByRole("link", { name: "Je suis Angela Claire" }).click();
  await expect(theirs.getByRole("heading", { name: "Identité inconnue ici" })).toBeVisible();
  await picture(theirs, "provider-4-unknown");
});

test("an identity is joined to an account by its owner, opens it, and is removed", async ({ page, server, provider }) => {
  await signedIn(page, server);
  provider.person = { ...angela, sub: "claire", email: "claire@work.example", given_name: "Claire" };
  await page.goto("/account");
  await picture(page, "provider-5-none");
  await page.getByRole("button", { name: "Relier une identité ProConnect" }).click();
  await page.getByRole("link", { name: "Je suis Claire" }).click();
  await expect(page.getByText("L’identité est reliée.")).toBeVisible();
  await picture(page, "provider-6-joined");
  await page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
  await page.waitForURL(`${server.address}/`);
  await page.goto("/login");
  await page.getByRole("link", { name: "S’identifier avec ProConnect" }).click();
  await page.getByRole("link", { name: "Je suis Claire" }).click();
  await page.waitForURL(/\/desk$/);
  await page.goto("/account");
  await page.getByRole("button", { name: "Retirer claire@work.example" }).click();
  await expect(page.getByText("L’identité est retirée.")).toBeVisible();

  // While the provider is down, its button says so, and the password opens.
  provider.stop();
  await server.restart();
  await page.goto("/oidc/start");
  await expect(page.getByText("Les ateliers, eux, continuent.")).toBeVisible();
  await picture(page, "provider-7-down");
});
