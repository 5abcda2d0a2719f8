// The page: who has a phone on it, which one is being looked at, and what the sandbox reports.

import * as api from "/page/api.js";
import { Clock } from "/page/clock.js";
import { icon, iconButton, make } from "/page/dom.js";
import { listen } from "/page/events.js";
import { Phone } from "/page/phone.js";
import { ask, toast } from "/page/popups.js";
import { showStory } from "/page/story.js";
import { Tabs } from "/page/tabs.js";
import { LANGUAGES } from "/page/words.js";

const place = (id) => document.getElementById(id);

class Page {
  #bot = {};
  #story = {};
  #phones = new Map();
  #looked = null; // the phone somebody looks at: what arrives there is read at once
  #tabs = new Tabs(place("tabs"), (id) => this.show(id));
  #clock = new Clock(place("clock"), (error) => this.troubled(error));

  bot() { return this.#bot; }
  phones() { return [...this.#phones.values()]; }
  somebodyBegins() { return this.#story.people?.some((entry) => entry.start_code) ?? false; }
  now() { return this.#clock.now(); }

  isLookedAt(phone) {
    const narrow = window.matchMedia("(max-width: 859px)").matches; // as in narrow.css
    const looked = narrow ? phone.element.classList.contains("shown") : this.#looked === phone;
    return looked && document.visibilityState === "visible";
  }

  lookedAt(phone) { this.#looked = phone; }
  troubled() { toast(document.body, "The sandbox does not answer."); }

  unreadChanged(phone) {
    this.#tabs.showUnread(phone);
    const sum = this.phones().reduce((total, one) => total + one.unread, 0);
    document.title = `${sum ? `(${sum}) ` : ""}${this.#name()}`;
  }

  #name() { return this.#bot.name || this.#bot.first_name || "Carnet"; }

  async begin() {
    this.#buildActions();
    await this.refresh();
    listen((event) => this.#receive(event), (connected, again) => this.#connection(connected, again));
  }

  /** Reads everything anew: at the beginning, and after an interruption. */
  async refresh() {
    try {
      const [bot, people, story] = await Promise.all([api.bot(), api.people(), this.#readStory(), this.#clock.reload()]);
      this.#bot = bot ?? {};
      this.#story = story;
      place("bot-name").textContent = this.#name();
      this.#layOut(people);
      showStory(place("story"), story, false);
      await Promise.all(this.phones().map((phone) => phone.reload()));
    } catch (error) {
      this.troubled(error);
    }
  }

  async #readStory() {
    try {
      return (await api.story()) ?? {};
    } catch (error) {
      if (error instanceof api.Refused) return {}; // a sandbox without a story is a sandbox all the same
      throw error;
    }
  }

  /** One phone a person: those of the story in its order, then everybody who joined since. */
  #layOut(people) {
    const entries = this.#story.people?.length ? this.#story.people : [];
    const told = entries.map((entry) => entry.id);
    const order = new Set([...told, ...people.map(({ id }) => id)]);
    const known = new Map(people.map((person) => [person.id, person]));
    for (const id of order) {
      if (this.#phones.has(id) || !known.has(id)) continue;
      const entry = entries.find((one) => one.id === id) ?? { id };
      const phone = new Phone(known.get(id), entry, this);
      phone.element.style.setProperty("--person", `var(--person-${(this.#phones.size % 5) + 1})`);
      this.#phones.set(id, phone);
      place("stage").append(phone.element);
    }
    this.#tabs.set(this.phones());
    const shown = this.#looked ?? this.phones()[0];
    if (shown) this.#select(shown);
    place("stage").classList.toggle("empty", this.#phones.size === 0);
  }

  #select(phone) {
    this.#tabs.select(phone.id);
    for (const one of this.phones()) one.element.classList.toggle("shown", one === phone);
  }

  /** Brings one phone to the front. */
  show(id) {
    const phone = this.#phones.get(id);
    if (!phone) return;
    this.#select(phone);
    phone.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    phone.contentGrew();
    phone.lookAt();
  }

  /** Opens a start link on somebody's phone and shows that phone. */
  async startOn(id, code) {
    const phone = this.#phones.get(id);
    this.show(id);
    phone.element.classList.remove("called");
    requestAnimationFrame(() => phone.element.classList.add("called"));
    await phone.start(code);
  }

  /** The story's code for this person; asked anew, because whoever wrote the story may renew it. */
  async startCode(id) {
    this.#story = await this.#readStory();
    return this.#story.people?.find((entry) => entry.id === id)?.start_code ?? "";
  }

  #receive(event) {
    const phone = this.#phones.get(Number(event.chat));
    if (event.type === "clock") this.#clock.reload();
    else if (event.type === "callback_answer") phone?.answer(event.answer ?? event);
    else if (event.type === "typing") phone?.showTyping(true);
    else if (event.type === "story" || event.type === "reset" || (event.type === "person" && !phone)) this.refresh();
    else if (event.type === "bot" || (event.type === "commands" && !phone)) this.#botChanged();
    else phone?.reload();
  }

  async #botChanged() {
    this.#bot = (await api.bot()) ?? this.#bot;
    place("bot-name").textContent = this.#name();
    for (const phone of this.phones()) phone.reload();
  }

  #connection(connected, again) {
    place("connection").hidden = connected;
    if (!connected) return;
    if (again) for (const phone of this.phones()) phone.forgetTaps();
    this.refresh(); // what happened before the stream of events was open has come by no event
  }

  #buildActions() {
    const theme = iconButton(icon("moon"), "Light or dark", () => window.sandboxTheme.toggle());
    const drawTheme = () => theme.replaceChildren(icon(window.sandboxTheme.current() === "dark" ? "sun" : "moon"));
    document.documentElement.addEventListener("themechange", drawTheme);
    drawTheme();
    place("actions").append(
      iconButton(icon("help"), "How to begin", () => showStory(place("story"), this.#story, true)),
      iconButton(icon("addPerson"), "Add a person", () => this.#addPerson()),
      theme,
    );
  }

  async #addPerson() {
    const details = await ask(
      "Add a person",
      [
        make("label", { class: "field" }, "First name", make("input", { name: "first_name", required: true, maxlength: "64", autocomplete: "off" })),
        make(
          "label",
          { class: "field" },
          "Language",
          make("select", { name: "language_code" }, ...Object.entries(LANGUAGES).map(([code, name]) => make("option", { value: code }, name))),
        ),
      ],
      "Add",
    );
    if (!details) return;
    try {
      const person = await api.join(details);
      await this.refresh();
      this.show(person.id);
    } catch (error) {
      this.troubled(error);
    }
  }
}

await new Page().begin();
