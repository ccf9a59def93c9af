// The board: a card is dragged to another stage, with the mouse or with the keyboard; the form is then sent as if it had
// been filled in. Cards that come while the page is open (public/office.js) can be dragged as well.
const form = () => document.querySelector("form.move");
const say = (text) => (document.querySelector(".move-said").textContent = text);
const allColumns = () => [...document.querySelectorAll(".stage-column")];
const name = (column) => column.querySelector("h3 span").textContent;
const point = (to) => allColumns().forEach((column) => column.classList.toggle("aimed", column === to));
const drop = (card, column) => {
  if (!card || !column || column.contains(card)) return say(form().dataset.left);
  if (column.dataset.stage === "lost") return say(form().dataset.lost);
  form().elements.synergies.value = card.dataset.synergy;
  form().elements.stage.value = column.dataset.stage;
  form().submit();
};
let dragged = null;

const prepareCard = (card) => {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.synergy);
  });
  card.addEventListener("dragend", () => point(null));
  const button = card.querySelector(".note-move");
  button.hidden = false;
  let aimed = null;
  const aim = (to) => {
    point(to);
    aimed = to;
    button.setAttribute("aria-pressed", String(to !== null));
    if (to) say(form().dataset.taken + " " + name(to));
  };
  button.addEventListener("click", () => {
    if (aimed) {
      const to = aimed;
      aim(null);
      drop(card, to);
    } else aim(card.closest(".stage-column"));
  });
  button.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!aimed) return;
    const columns = allColumns();
    if (step) aim(columns[Math.min(Math.max(columns.indexOf(aimed) + step, 0), columns.length - 1)]);
    else if (event.key === "Escape") {
      aim(null);
      say(form().dataset.left);
    } else return;
    event.preventDefault();
  });
  button.addEventListener("blur", () => aimed && aim(null));
};

const prepareColumn = (column) => {
  column.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    point(column);
  });
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    drop(dragged, column);
    dragged = null;
  });
};

const prepared = new WeakSet();
const prepareAll = (selector, prepare) => {
  for (const element of document.querySelectorAll(selector)) {
    if (prepared.has(element)) continue;
    prepared.add(element);
    prepare(element);
  }
};
const prepare = () => {
  prepareAll(".note[data-synergy]", prepareCard);
  prepareAll(".stage-column", prepareColumn);
};
addEventListener("DOMContentLoaded", prepare);
document.addEventListener("maillage:renewed", prepare);
