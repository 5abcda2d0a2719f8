// On a narrow screen one phone shows at a time: a tab each, with what is unread on it.

import { make } from "/page/dom.js";

export class Tabs {
  #host;
  #onChoose;
  #tabs = new Map();

  constructor(host, onChoose) {
    this.#host = host;
    this.#onChoose = onChoose;
    host.addEventListener("keydown", (event) => this.#move(event));
  }

  set(phones) {
    this.#tabs.clear();
    for (const phone of phones) this.#tabs.set(phone.id, this.#tab(phone));
    this.#host.replaceChildren(...this.#tabs.values());
    for (const phone of phones) this.showUnread(phone);
  }

  #tab(phone) {
    const tab = make(
      "button",
      { type: "button", role: "tab", class: "tab", data: { tab: phone.id }, "aria-controls": `phone-${phone.id}`, on: { click: () => this.#onChoose(phone.id) } },
      make("span", { class: "avatar", "aria-hidden": "true" }, [...phone.name][0] ?? "?"),
      make("span", { class: "tab-lines" }, make("span", { class: "tab-name", dir: "auto" }, phone.name), make("span", { class: "tab-role", dir: "auto" }, phone.role)),
      make("span", { class: "badge", hidden: true }),
    );
    tab.style.setProperty("--person", phone.element.style.getPropertyValue("--person"));
    return tab;
  }

  select(id) {
    for (const [key, tab] of this.#tabs) {
      tab.setAttribute("aria-selected", String(key === id));
      tab.tabIndex = key === id ? 0 : -1;
    }
  }

  showUnread(phone) {
    const badge = this.#tabs.get(phone.id)?.querySelector(".badge");
    if (!badge) return;
    badge.hidden = phone.unread === 0;
    badge.textContent = phone.unread > 99 ? "99+" : String(phone.unread);
    badge.setAttribute("aria-label", `${phone.unread} unread`);
  }

  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.#tabs.values()];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next?.focus();
    next?.click();
  }
}
