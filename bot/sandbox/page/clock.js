// The sandbox's clock: what it says, and three buttons that move it on.

import * as api from "/page/api.js";
import { icon, make } from "/page/dom.js";
import { momentOf } from "/page/words.js";

const STEPS = [
  ["+1 hour", 3600],
  ["+1 day", 86400],
  ["+1 week", 604800],
];
const TICK_MILLISECONDS = 5000;

export class Clock {
  #offset = 0;
  #face = make("time", { class: "clock-face" });
  #onTrouble;

  constructor(host, onTrouble) {
    this.#onTrouble = onTrouble;
    const steps = make(
      "div",
      { class: "clock-steps", id: "clock-steps", role: "group", "aria-label": "Move the clock" },
      ...STEPS.map(([label, seconds]) =>
        make("button", { type: "button", class: "chip", data: { advance: seconds }, on: { click: () => this.#advance(seconds) } }, label),
      ),
    );
    const toggle = make("button", { type: "button", class: "clock-toggle", "aria-label": "Clock of the sandbox", "aria-expanded": "false", "aria-controls": "clock-steps" }, icon("clock"), this.#face);
    toggle.addEventListener("click", () => {
      const open = host.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
    });
    document.addEventListener("pointerdown", (event) => {
      if (host.contains(event.target)) return;
      host.classList.remove("open");
      toggle.setAttribute("aria-expanded", "false");
    });
    host.append(toggle, steps);
    this.#show();
    setInterval(() => this.#show(), TICK_MILLISECONDS);
  }

  /** Seconds since 1970 by the sandbox's clock. */
  now() {
    return Date.now() / 1000 + this.#offset;
  }

  async reload() {
    this.#offset = (await api.clock()).offset ?? 0;
    this.#show();
  }

  async #advance(seconds) {
    try {
      await api.advance(seconds);
      await this.reload();
    } catch (error) {
      this.#onTrouble(error);
    }
  }

  #show() {
    const seconds = this.now();
    this.#face.textContent = momentOf(seconds);
    this.#face.dateTime = new Date(seconds * 1000).toISOString();
  }
}
