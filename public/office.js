// Keeps an open page of the office true while colleagues and companies act: when the server says that a programme's
// log has moved, the page is fetched again, and what came out differently is changed in place. What somebody types or
// has chosen stays as it is, and so do open details, focus and the place to which one has scrolled.

const ENDED = 4403; // the right to follow has ended: trying again is in vain
const QUIET_MS = 60000; // the server gives a sign of life every 25 seconds
const SLOWEST_MS = 60000;
const TOLD_MS = 8000;

const screen = document.getElementById("screen");
const said = document.getElementById("renewed");
/** The page as the server made it last: what scripts and people changed since then is not in it. */
let was = screen.cloneNode(true);
let moves = Number(document.body.dataset.moves);

// What differs -------------------------------------------------------------------------------------------------------

/** Elements that stay although the page has them no longer, because somebody types in them. */
const strays = new Set();
let changed = false;
let left = false;

const isChosen = (options) => options.findIndex((option) => option.defaultSelected);

/** Whether what this control holds is not what the page gave it. */
function isTouched(control) {
  switch (control.type) {
    case "hidden":
    case "submit":
    case "button":
    case "fieldset":
    case "output":
      return false;
    case "checkbox":
    case "radio":
      return control.checked !== control.defaultChecked;
    case "file":
      return control.files.length > 0;
    case "select-one":
      return control.selectedIndex !== Math.max(isChosen([...control.options]), 0);
    case "select-multiple":
      return [...control.options].some((option) => option.selected !== option.defaultSelected);
    default:
      return control.value !== control.defaultValue;
  }
}

/** Whether somebody is at work in here. */
function isInUse(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return false;
  const controls = [node, ...node.querySelectorAll("input,select,textarea")].filter((it) =>
    it.matches("input,select,textarea"),
  );
  return controls.some((control) => control === document.activeElement || isTouched(control));
}

const keyOf = (node) => node.outerHTML ?? node.nodeValue;

/** For each of these children which of those before it goes on from: the same one, else the next of its kind; -1: new. */
function origins(before, after) {
  const same = new Map();
  before.forEach((node, index) => {
    const key = keyOf(node);
    same.set(key, [...(same.get(key) ?? []), index]);
  });
  const from = after.map((node) => same.get(keyOf(node))?.shift() ?? -1);
  const taken = new Set(from);
  let next = 0;
  const goesOn = (node) => (other, index) =>
    index >= next && !taken.has(index) && other.nodeName === node.nodeName && (other.id ?? "") === (node.id ?? "");
  return from.map((index, place) => {
    if (index >= 0) return index;
    const found = before.findIndex(goesOn(after[place]));
    if (found >= 0) {
      taken.add(found);
      next = found + 1;
    }
    return found;
  });
}

/** Changes `live` from what the page `was` to what it is `now`. */
function renew(live, was, now) {
  if (was.isEqualNode(now) || ["SCRIPT", "NOSCRIPT", "STYLE"].includes(now.nodeName)) return;
  changed = true;
  if (now.nodeType !== Node.ELEMENT_NODE) {
    live.nodeValue = now.nodeValue;
    return;
  }
  for (const { name } of [...was.attributes, ...now.attributes]) {
    const value = now.getAttribute(name);
    if (value === was.getAttribute(name)) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
  const shown = [...live.childNodes].filter((node) => !strays.has(node));
  const [before, after] = [[...was.childNodes], [...now.childNodes]];
  if (shown.length !== before.length) {
    // A script has changed what hangs here.
    if (isInUse(live)) left = true;
    else live.replaceChildren(...after.map((node) => document.importNode(node, true)));
    return;
  }
  const from = origins(before, after);
  shown.forEach((node, index) => {
    if (from.includes(index)) return;
    if (isInUse(node)) {
      left = true;
      strays.add(node);
    } else node.remove();
  });
  let place = live.firstChild;
  after.forEach((node, index) => {
    while (strays.has(place)) place = place.nextSibling;
    const origin = from[index];
    const here = origin < 0 ? document.importNode(node, true) : shown[origin];
    if (origin < 0) here.classList?.add("fresh");
    else renew(here, before[origin], node);
    if (here === place) place = place.nextSibling;
    else live.insertBefore(here, place);
  });
}

let silence;

function tell(text) {
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => (said.textContent = ""), TOLD_MS);
}

// Sent once ----------------------------------------------------------------------------------------------------------

const RESEND_MS = 10000;
const sent = new Set();
// Most forms carry a number under which the server carries them out once. The others (an invitation, a question that is
// sent) would be sent twice by a second tap on a slow line.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), RESEND_MS);
});
addEventListener("pageshow", () => sent.clear());

// When ---------------------------------------------------------------------------------------------------------------

/** The number by which what this page's forms ask for is done once stays that of the page as it was opened. */
function keepNumber(now) {
  const NUMBER = /\bonce=[^&]*/;
  const numbered = (root) => [...root.querySelectorAll("form")].filter((it) => NUMBER.test(it.getAttribute("action")));
  const [mine] = numbered(was).map((form) => form.getAttribute("action").match(NUMBER)[0]);
  if (!mine) return;
  for (const form of numbered(now)) form.setAttribute("action", form.getAttribute("action").replace(NUMBER, mine));
}

let fetching = false;
let again = false;

async function fetchAnew() {
  if (document.hidden || fetching) {
    again = true;
    return;
  }
  [fetching, again] = [true, false];
  try {
    // Not everybody in the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 400));
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("screen");
    if (!now || !page.body.dataset.moves) return;
    keepNumber(now);
    [changed, left] = [false, false];
    const focused = document.activeElement;
    renew(screen, was, now);
    if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
    was = now;
    moves = Number(page.body.dataset.moves);
    if (changed) {
      tell(left ? said.dataset.left : said.dataset.renewed);
      document.dispatchEvent(new Event("maillage:renewed"));
    }
  } catch {
    // The next word of the server comes when it is there again.
  } finally {
    fetching = false;
    if (again && !document.hidden) fetchAnew();
  }
}

let socket;
let wait = 1000;
let quiet;

function follow() {
  const address = new URL(document.body.dataset.follows, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  address.searchParams.set("after", moves);
  const here = new WebSocket(address);
  socket = here;
  const heard = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => here.close(), QUIET_MS);
  };
  here.onopen = heard;
  here.onmessage = ({ data }) => {
    heard();
    wait = 1000;
    if (Number(data) > moves) fetchAnew();
  };
  here.onclose = ({ code }) => {
    clearTimeout(quiet);
    if (socket !== here || code === ENDED) return;
    setTimeout(() => socket === here && follow(), wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, SLOWEST_MS);
  };
}

document.addEventListener("visibilitychange", () => again && fetchAnew());
// A page that the browser kept comes back as it was.
addEventListener("pageshow", ({ persisted }) => persisted && follow());
addEventListener("pagehide", () => {
  const open = socket;
  socket = undefined;
  open?.close();
});
follow();
