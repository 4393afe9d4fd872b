// The scrolling list of messages: order, edits in place, staying at the end, and the keyboard.

import { bubble, setState } from "./bubble.js";
import { unread } from "./words.js";

const NEAR_END = 60; // px from the end that still count as "at the end"

export class Log {
  #root;
  #list;
  #latest;
  #zone;
  #onTap;
  #items = new Map(); // message id → <li>
  #frames = new Map(); // message id → {seq, json}: to tell an edit from a repeat
  #pinned = true;
  #lastTop = 0;
  #missed = 0;
  #current = null; // the only button in the log that the Tab key stops at
  #live = false;

  /**
   * @param phone the phone's root element
   * @param onTap (message id, button, data)
   */
  constructor(phone, onTap) {
    this.#root = phone.querySelector(".log");
    this.#list = phone.querySelector(".bubbles");
    this.#latest = phone.querySelector(".latest");
    this.#onTap = onTap;
    this.#root.addEventListener("scroll", () => this.#scrolled());
    this.#root.addEventListener("keydown", (event) => this.#key(event));
    this.#root.addEventListener("focusin", ({ target }) => target.dataset.stop !== undefined && this.#stopAt(target));
    this.#latest.addEventListener("click", () => this.toEnd());
    // Keep the end in sight when pictures load, the window changes, or a keyboard opens.
    const observer = new ResizeObserver(() => this.#pinned && this.#scrollToEnd());
    observer.observe(this.#list);
    observer.observe(this.#root);
  }

  set zone(zone) {
    this.#zone = zone;
  }

  get isEmpty() {
    return !this.#list.firstChild;
  }

  clear() {
    this.#list.replaceChildren();
    this.#items.clear();
    this.#frames.clear();
    this.#current = null;
    this.#setMissed(0);
  }

  /**
   * Show a message of the server; the same id again replaces the message.
   * @param waiting the <li> that was shown for it since it was sent, if any
   * @returns "new", "edit", or null if the same message was there already
   */
  put(message, waiting) {
    const json = JSON.stringify({ ...message, ref: undefined, seq: undefined });
    const known = this.#frames.get(message.id);
    if (known && (message.seq < known.seq || json === known.json)) {
      waiting?.remove();
      return null;
    }
    this.#frames.set(message.id, { seq: message.seq, json });
    const item = bubble(message, this.#zone, (button, data) => this.#onTap(message.id, button, data));
    this.#enable(item);
    const old = this.#items.get(message.id);
    this.#items.set(message.id, item);
    if (old) {
      waiting?.remove();
      item.dataset.seq = old.dataset.seq;
      this.#replace(old, item);
    } else {
      item.dataset.seq = message.seq;
      if (waiting) {
        item.classList.add("still");
        waiting.replaceWith(item);
      }
      this.#place(item);
    }
    this.#mark(item);
    this.#chooseStop();
    return known ? "edit" : "new";
  }

  /** Show what was just sent, until the server's message replaces it. */
  putWaiting(message) {
    const item = bubble({ ...message, from: "me", state: "waiting" }, this.#zone);
    this.#list.append(item);
    this.#mark(item);
    this.toEnd();
    return item;
  }

  setState(id, state) {
    const item = this.#items.get(id);
    if (item) setState(item, state);
  }

  /** The text of a message, without its time and buttons. */
  textOf(id) {
    return this.#items.get(id).querySelector(".words").textContent;
  }

  /** Buttons work only while the connection is open. */
  setLive(live) {
    this.#live = live;
    this.#enable(this.#list);
  }

  /** Let screen readers read new messages aloud, but never a whole history. */
  announce(on) {
    this.#root.setAttribute("aria-live", on ? "polite" : "off");
  }

  /** A message came while the reader is further up. */
  miss() {
    if (!this.#pinned) this.#setMissed(this.#missed + 1);
  }

  toEnd() {
    this.#pinned = true;
    this.#scrollToEnd();
    this.#setMissed(0);
  }

  /** Focus the newest buttons. Returns false if there are none. */
  focusButtons() {
    this.#chooseStop(true);
    this.#current?.focus();
    return Boolean(this.#current);
  }

  #enable(root) {
    for (const button of root.querySelectorAll(".choice")) button.disabled = !this.#live;
  }

  #place(item) {
    let before = item.parentNode ? item.previousElementSibling : this.#list.lastElementChild;
    const outOfPlace = (other) => !other.dataset.seq || Number(other.dataset.seq) > Number(item.dataset.seq);
    while (before && outOfPlace(before)) before = before.previousElementSibling;
    const next = before ? before.nextElementSibling : this.#list.firstElementChild;
    if (next !== item) this.#list.insertBefore(item, next);
  }

  #replace(old, item) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    item.classList.add("still");
    old.replaceWith(item);
    if (!focused) return;
    // Only the same button takes over the focus: with another button focused, a second press of
    // Enter would answer a question that has not been read. Tab leads from the log to the buttons.
    const same = [...item.querySelectorAll("[data-stop]")].find((stop) => stop.dataset.data === focused.dataset.data);
    (same ?? this.#root).focus({ preventScroll: true });
  }

  /** The day is shown above its first message. */
  #mark(item) {
    for (const one of [item, item.nextElementSibling]) {
      one?.classList.toggle("new-day", one.previousElementSibling?.dataset.day !== one.dataset.day);
    }
  }

  #scrolled() {
    const top = this.#root.scrollTop;
    const left = this.#root.scrollHeight - top - this.#root.clientHeight;
    // Growing content never moves the top, so only scrolling up by hand leaves the end.
    if (left < NEAR_END) this.#pinned = true;
    else if (top < this.#lastTop) this.#pinned = false;
    this.#lastTop = top;
    if (this.#pinned) this.#setMissed(0);
    this.#latest.hidden = this.#pinned;
  }

  #scrollToEnd() {
    this.#root.scrollTop = this.#root.scrollHeight;
    this.#latest.hidden = true;
  }

  #setMissed(count) {
    this.#missed = count;
    const badge = this.#latest.querySelector(".count");
    badge.hidden = !count;
    badge.textContent = count;
    this.#latest.title = count ? unread(count) : "";
  }

  #stops(root = this.#list) {
    return [...root.querySelectorAll("[data-stop]")];
  }

  #stopAt(stop) {
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = stop;
    if (stop) stop.tabIndex = 0;
  }

  /** Tab leads to the newest message's first button, unless a button has the focus already. */
  #chooseStop(newest = false) {
    if (!newest && this.#current?.isConnected && this.#current === document.activeElement) return;
    const groups = this.#list.querySelectorAll(".choices");
    const last = groups[groups.length - 1] ?? this.#list;
    this.#stopAt(groups.length ? this.#stops(last)[0] : (this.#stops().pop() ?? null));
  }

  #key(event) {
    const stop = event.target.closest("[data-stop]");
    if (!stop) return;
    // A key that is held down must not answer one question after another.
    if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    const next = this.#neighbour(stop, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #neighbour(stop, key) {
    const here = this.#stops(stop.closest(".message"));
    if (key === "Home") return here[0];
    if (key === "End") return here[here.length - 1];
    const row = stop.closest(".row");
    const inRow = row === stop ? [stop] : this.#stops(row);
    const column = inRow.indexOf(stop);
    if (key === "ArrowLeft") return inRow[column - 1];
    if (key === "ArrowRight") return inRow[column + 1];
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (!step) return null;
    const rows = [...this.#list.querySelectorAll(".row")];
    const other = rows[rows.indexOf(row) + step];
    if (!other) return null;
    if (other.dataset.stop !== undefined) return other;
    const stops = this.#stops(other);
    return stops[Math.min(column, stops.length - 1)];
  }
}
