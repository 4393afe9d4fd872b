// One message as an <li>: its text, its time, its state, and its buttons.

import { dayOf, timeOf } from "./clock.js";
import { linkAddress, mediaAddress, styled } from "./safe.js";
import { enlarge } from "./viewer.js";
import { fileSize, words } from "./words.js";

const LIST_FROM = 6; // from this many buttons below each other on, they are shown as one list
const ROW_LETTERS = 40; // characters of labels that share a row; a longer label gets a line of its own

/** A new element with a class and, optionally, text (never HTML). */
export function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function icon(name, className = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param message a frame of type "message", or an own message that waits to be sent: {from, text|file, at, state}
 * @param zone IANA zone in which its time is shown
 * @param onTap (button element, data) when one of its buttons is pressed
 */
export function bubble(message, zone, onTap) {
  const at = new Date(message.at);
  const item = element("li", `message ${message.from === "me" ? "me" : "bot"}`);
  if (message.from === "me") item.setAttribute("aria-live", "off"); // the writer knows the text
  item.dataset.day = dayOf(at, zone);
  const column = element("div", "column");
  item.append(column);

  const body = element("div", "bubble");
  body.append(element("span", "sr", message.from === "me" ? words.me : words.bot));
  if (message.picture) body.append(picture(message.picture));
  if (message.audio) body.append(audio(message.audio));
  if (message.document) body.append(documentLink(message.document));
  if (message.file) body.append(documentCard(message.file.name, fileSize(message.file.size)));
  const text = element("div", "text");
  const said = element("span", "words", message.text);
  if (message.html) said.append(styled(message.html));
  text.append(said, meta(message, at, zone));
  body.append(text);
  column.append(body);

  if (message.rows?.length) {
    item.classList.add("with-choices");
    column.append(choices(message.rows, onTap));
  }
  return item;
}

function meta(message, at, zone) {
  const line = element("span", "meta");
  if (message.edited) line.append(element("span", "edited", words.edited));
  const time = element("time", "", timeOf(at, zone));
  time.dateTime = at.toISOString();
  line.append(time);
  if (message.from === "me") {
    const ticks = element("span", "ticks");
    ticks.setAttribute("role", "img");
    line.append(ticks);
    showTicks(ticks, message.state ?? "sent");
  }
  return line;
}

/** Show the state of an own message: "waiting", "sent", "read" or "failed". */
export function setState(item, state) {
  const ticks = item.querySelector(".ticks");
  if (ticks) showTicks(ticks, state);
}

function showTicks(ticks, state) {
  ticks.dataset.state = state;
  ticks.setAttribute("aria-label", words[state] ?? words.sent);
  ticks.title = words[state] ?? words.sent;
  ticks.replaceChildren(icon(words[state] ? state : "sent", "tick"));
}

function picture({ url, alt, covered }) {
  const button = element("button", "picture row");
  const address = mediaAddress(url);
  const image = element("img");
  image.alt = alt || words.picture;
  image.loading = "lazy";
  image.decoding = "async";
  button.type = "button";
  button.dataset.stop = "";
  button.tabIndex = -1;
  button.title = words.enlarge;
  button.append(image);
  image.addEventListener("load", () => button.classList.add("loaded"));
  image.addEventListener("error", () => button.replaceChildren(element("span", "missing", `${image.alt}. ${words.pictureMissing}`)));
  if (address) image.src = address;
  if (covered) button.classList.add("covered");
  button.addEventListener("click", () => {
    if (button.classList.contains("covered")) button.classList.remove("covered");
    else if (image.isConnected) enlarge(address, image.alt);
  });
  return button;
}

function audio(url) {
  const player = element("audio");
  player.controls = true;
  player.preload = "metadata";
  player.setAttribute("aria-label", words.audio);
  const address = mediaAddress(url);
  if (address) player.src = address;
  return player;
}

function documentCard(name, size) {
  const card = element("span", "document");
  card.append(icon("file"), element("span", "file-name", name));
  if (size) card.append(element("span", "file-size", size));
  return card;
}

function documentLink({ url, name }) {
  const card = documentCard(name);
  const address = mediaAddress(url);
  if (!address) return card;
  const link = element("a", "document row");
  link.href = address;
  link.download = name;
  link.dataset.stop = "";
  link.tabIndex = -1;
  link.append(...card.childNodes);
  return link;
}

function choices(rows, onTap) {
  const group = element("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choices);
  group.classList.toggle("list", rows.length >= LIST_FROM && rows.every((row) => row.length === 1));
  for (const row of rows) {
    const line = element("div", "row");
    line.classList.toggle("uneven", row.some(({ label }) => label.length > ROW_LETTERS / row.length));
    for (const { data, label, chosen, url } of row) {
      if (url) {
        line.append(linkButton(label, url));
        continue;
      }
      const button = element("button", "choice", label);
      button.type = "button";
      button.dataset.stop = "";
      button.dataset.data = data;
      button.tabIndex = -1;
      if (chosen) choose(button);
      button.addEventListener("click", () => onTap(button, data));
      line.append(button);
    }
    group.append(line);
  }
  return group;
}

/** A button that opens a web page in another tab and sends nothing to the chat. */
function linkButton(label, url) {
  const address = linkAddress(url);
  if (!address) return element("span", "choice", label);
  const link = element("a", "choice link", `${label} ↗`);
  Object.assign(link, { href: address, target: "_blank", rel: "noopener noreferrer", tabIndex: -1 });
  link.dataset.stop = "";
  return link;
}

/** Mark the button that was tapped, and no other button of its message. */
export function choose(button) {
  for (const other of button.closest(".choices")?.querySelectorAll("[aria-pressed]") ?? []) other.removeAttribute("aria-pressed");
  button.setAttribute("aria-pressed", "true");
}
