// The page: its phones, the tabs of a small screen, the clock bar.

import { element } from "./bubble.js";
import { Clock, fullOf, shortOf } from "./clock.js";
import { Phone } from "./phone.js";
import { clockMoved, unread, words } from "./words.js";

const page = Object.fromEntries(["phones", "tabs", "notice", "clock", "moved", "tools", "more", "add", "learn", "review", "all"].map((id) => [id, document.getElementById(id)]));
const small = matchMedia("(max-width: 480px), (max-height: 480px)"); // as in demo.css
const adding = [page.add, page.learn, page.review];
const only = new URLSearchParams(location.search).get("phone");
const clock = new Clock();
const phones = []; // in the order in which they are shown
let made = 0;
let noticeTimer = 0;

function notice(text, stays = false) {
  clearTimeout(noticeTimer);
  page.notice.textContent = text;
  page.notice.hidden = !text;
  if (text && !stays) noticeTimer = setTimeout(() => notice(""), 5000);
}

async function ask(path, body) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function addPhone(info, before = null) {
  const phone = new Phone(info, clock, tellTime);
  phone.onLine = (line) => otherOf(phone)?.offer(line);
  phone.onBegun = () => askAbout(otherOf(phone));
  phone.onSecond = () => secondPhone(phone);
  phones.splice(before ? phones.indexOf(before) : phones.length, 0, phone);
  const number = ++made;
  phone.root.id = `phone-${number}`;
  phone.tab = element("button", "tab");
  Object.assign(phone.tab, { type: "button", id: `tab-${number}` });
  phone.tab.setAttribute("role", "tab");
  phone.tab.setAttribute("aria-controls", phone.root.id);
  phone.tab.append(element("span", "tab-name", phone.title), element("span", "count"));
  phone.tab.addEventListener("click", () => show(phone));
  phone.onUnread = () => {
    const badge = phone.tab.querySelector(".count");
    badge.textContent = phone.unread || "";
    badge.title = phone.unread ? unread(phone.unread) : "";
  };
  page.tabs.insertBefore(phone.tab, before?.tab ?? null);
  page.phones.insertBefore(phone.root, before?.root ?? null);
  phone.connect();
  return phone;
}

/** On a small screen, show this phone and hide the others. Elsewhere all are in sight. */
function show(phone) {
  for (const other of phones) {
    const chosen = other === phone;
    other.root.classList.toggle("away", !chosen);
    other.tab.setAttribute("aria-selected", chosen);
    other.tab.tabIndex = chosen ? 0 : -1;
  }
  phone.shown();
}

function adapt() {
  const tabs = small.matches && phones.length > 1;
  page.tabs.hidden = !tabs;
  for (const phone of phones) {
    if (tabs) phone.root.setAttribute("role", "tabpanel");
    else phone.root.removeAttribute("role");
  }
}

function tellTime(iso, zone) {
  if (phones[0]?.id === only || !clock.known) clock.zone = zone;
  const jumped = clock.set(iso);
  for (const button of page.tools.querySelectorAll(".jumps button")) button.disabled = false;
  if (!jumped) return;
  page.moved.textContent = clockMoved(fullOf(clock.now(), clock.zone));
  page.clock.classList.remove("moved");
  requestAnimationFrame(() => page.clock.classList.add("moved"));
}

async function jump(button) {
  const { minutes, until } = button.dataset;
  button.setAttribute("aria-busy", "true");
  try {
    const { now } = await ask("/demo/clock", until ? { until } : { minutes: Number(minutes) });
    tellTime(now, clock.zone);
  } catch {
    notice(words.noJump);
  }
  button.removeAttribute("aria-busy");
}

/** @param role {"hiteuse" | "trainee" | "reviewer"} */
async function newPhone(role) {
  for (const button of adding) button.disabled = true;
  try {
    const phone = addPhone(await ask("/demo/phones", role === "hiteuse" ? {} : { role }));
    adapt();
    show(phone);
    phone.root.scrollIntoView({ inline: "center", block: "nearest" });
    closeTools();
  } catch {
    notice(words.noNewPhone);
  }
  for (const button of adding) button.disabled = false;
}

/** The owner's phone on the other platform, if the page has it. */
function otherOf(phone) {
  return phones.find((other) => other !== phone && (other.of || other.id) === (phone.of || phone.id));
}

/** The invitation was used on one phone: the owner's other phone starts in another way now. */
async function askAbout(phone) {
  if (!phone) return;
  try {
    const info = (await ask("/demo/phones")).find(({ id }) => id === phone.id);
    if (info && !info.known) phone.describe(info);
  } catch {
    // the next hello of its connection has the same news
  }
}

/** Show the owner's phone on the other platform beside the first; make it if there is none. */
async function secondPhone(first) {
  let second = phones.find(({ of }) => of === first.id);
  try {
    second ??= addPhone(await ask("/demo/phones", { of: first.id }), phones[phones.indexOf(first) + 1]);
    if (first.line) second.offer(first.line);
  } catch {
    return notice(words.noNewPhone);
  }
  adapt();
  show(second);
  second.root.scrollIntoView({ inline: "center", block: "nearest" });
}

function closeTools() {
  page.more.setAttribute("aria-expanded", "false");
}

function tabKey(event) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const here = phones.findIndex(({ tab }) => tab === event.target);
  if (!step || here < 0) return;
  const next = phones[(here + step + phones.length) % phones.length];
  show(next);
  next.tab.focus();
}

async function start() {
  let known;
  for (let pause = 500; !known; pause = Math.min(pause * 1.7, 8000)) {
    try {
      known = await ask("/demo/phones");
    } catch {
      notice(words.serverAway, true);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  notice("");
  const wanted = only === null ? known : known.filter(({ id }) => String(id) === only);
  document.body.classList.toggle("single", only !== null);
  page.all.hidden = only === null;
  for (const button of adding) {
    button.hidden = only !== null;
    button.disabled = false;
  }
  if (!wanted.length && only !== null) notice(words.noPhone, true);
  for (const info of wanted) addPhone(info);
  if (only !== null && phones.length) document.title = `${phones[0].title} · Hiteuses`;
  adapt();
  if (phones.length) show(phones[0]);
}

clock.onTick(() => {
  const now = clock.now();
  page.clock.dateTime = now.toISOString();
  page.clock.textContent = (small.matches ? shortOf : fullOf)(now, clock.zone);
});
small.addEventListener("change", adapt);
page.tabs.addEventListener("keydown", tabKey);
page.add.addEventListener("click", () => newPhone("hiteuse"));
page.learn.addEventListener("click", () => newPhone("trainee"));
page.review.addEventListener("click", () => newPhone("reviewer"));
page.more.addEventListener("click", () => {
  page.more.setAttribute("aria-expanded", page.more.getAttribute("aria-expanded") !== "true");
});
page.phones.addEventListener("pointerdown", closeTools);
for (const button of page.tools.querySelectorAll(".jumps button")) {
  button.addEventListener("click", () => jump(button));
}
start();
