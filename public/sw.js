// Keeps what a phone or a board needs to open without a network: the pages it has visited, and the files that they name.
// A page comes from the network whenever that answers in time; a file named by its content comes from here.
// A kept page says what the room said when it came: the page that is open has them all forgotten once something is taken off the screens
// (`app::shell::KEEP`), and none is shown after the day of a workshop.
"use strict";

const PAGES = "maillage-pages-1";
const FILES = "maillage-files-1";
// On bad Wi-Fi the kept page is shown after this time; it brings itself up to date by its feed.
const PATIENCE_MS = 4000;
const MOST_PAGES = 20;
const MOST_FILES = 60;
const A_DAY_MS = 16 * 60 * 60 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && isKept(url)) event.respondWith(page(event, request));
});

// The page says what it consists of: on the first visit all of it came before this worker did.
self.addEventListener("message", (event) => {
  const urls = event.data.map((address) => new URL(address)).filter((url) => url.origin === self.location.origin);
  const kept = urls.filter((url) => url.pathname.startsWith("/assets/")).map((url) => file(new Request(url, { cache: "force-cache" })));
  const pages = urls.filter(isKept).map((url) => fetch(url, { credentials: "same-origin" }).then((answer) => keepPage(url, answer)));
  event.waitUntil(Promise.allSettled([...kept, ...pages]));
});

// What a phone or a board is opened for; not the pages with addresses of people, links and copies.
function isKept(url) {
  return /^\/(b\/[^/]+|w\/[^/]+(\/room|\/matches)?)$/.test(url.pathname);
}

// A page without a date came from a server that says none: it counts as new.
function isOld(answer) {
  const came = Date.parse(answer.headers.get("date") ?? "");
  return Date.now() - came > A_DAY_MS;
}

async function page(event, request) {
  const fresh = fetch(request).then((answer) => {
    event.waitUntil(keepPage(request.url, answer.clone()));
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  // What goes wrong with the network is said once the kept page has been looked for.
  const answer = await Promise.race([fresh.catch(() => undefined), late]);
  if (answer && answer.status < 500) return answer;
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request);
  if (kept && isOld(kept)) await pages.delete(request);
  return kept && !isOld(kept) ? kept : await fresh;
}

async function keepPage(url, answer) {
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected) {
    await pages.put(url, answer);
    await trim(pages, MOST_PAGES);
  } else if (answer.status === 401 || answer.status === 404) {
    // Whoever may not see it any more does not see it from here either.
    await pages.delete(url);
  }
}

async function file(request) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  // What lies under pkg/ carries its content in its name and never changes.
  if (kept && new URL(request.url).pathname.startsWith("/assets/pkg/")) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      await files.put(request, answer.clone());
      await trim(files, MOST_FILES);
    }
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function trim(cache, most) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}
