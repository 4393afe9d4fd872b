// The product's clock as the page shows it: set by the server, ticking by itself in between.

const formats = new Map();

function format(kind, zone) {
  const key = `${kind} ${zone}`;
  if (!formats.has(key)) {
    const options = {
      time: { hour: "2-digit", minute: "2-digit" },
      day: { weekday: "long", day: "numeric", month: "long" },
      full: { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", second: "2-digit" },
      short: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
    }[kind];
    formats.set(key, new Intl.DateTimeFormat("fr-FR", { ...options, timeZone: zone }));
  }
  return formats.get(key);
}

/** `14:03` in an IANA zone. */
export const timeOf = (date, zone) => format("time", zone).format(date);
/** `dimanche 12 juillet`. */
export const dayOf = (date, zone) => format("day", zone).format(date);
/** Date and time to the second. */
export const fullOf = (date, zone) => format("full", zone).format(date);
export const shortOf = (date, zone) => format("short", zone).format(date);

export class Clock {
  #ahead = null; // ms that the product's clock is ahead of this machine's
  #listeners = [];
  zone = "Africa/Abidjan";

  constructor() {
    this.#tick();
  }

  get known() {
    return this.#ahead !== null;
  }

  now() {
    return new Date(Date.now() + (this.#ahead ?? 0));
  }

  /** Set the time that the server reports. Returns true if it jumps from the time shown before. */
  set(iso) {
    const ahead = Date.parse(iso) - Date.now();
    const jumped = this.known && Math.abs(ahead - this.#ahead) > 30_000;
    this.#ahead = ahead;
    this.#tell();
    return jumped;
  }

  onTick(listener) {
    this.#listeners.push(listener);
  }

  #tell() {
    if (this.known) for (const listener of this.#listeners) listener(this);
  }

  #tick() {
    this.#tell();
    setTimeout(() => this.#tick(), 1000 - (this.now().getTime() % 1000));
  }
}
