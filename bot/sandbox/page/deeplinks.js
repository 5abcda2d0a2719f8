// Links in messages: which ones start this bot, and on which phone to open them.

import { icon, make } from "/page/dom.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The address an entity points at; a bare `t.me/…` or mail address gets the scheme people leave out. */
export function addressIn(entity, raw) {
  if (entity.type === "text_link") return entity.url ?? "";
  if (entity.type === "email") return `mailto:${raw}`;
  return /^[a-z][a-z0-9+.-]*:/iu.test(raw) ? raw : `https://${raw}`;
}

/**
 * Where a link leads.
 *
 * @param {string} address
 * @param {string} botName the bot's username, without @
 * @returns {{href: string|null, code?: string, shared?: boolean}} `code` is present, possibly empty, when the link
 *   starts this bot; `shared` when it came wrapped in Telegram's "share with someone" address. `href` is null when
 *   the address is none a page should follow.
 */
export function linkTarget(address, botName) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return { href: null };
  }
  if (!SAFE.has(url.protocol)) return { href: null };
  const start = startCode(url, botName);
  if (start !== undefined) return { href: url.href, code: start };
  const wrapped = url.pathname === "/share/url" || url.protocol === "tg:" ? url.searchParams.get("url") : null;
  if (wrapped && wrapped !== address) {
    const inner = linkTarget(wrapped, botName);
    if (inner.code !== undefined) return { ...inner, shared: true };
  }
  return { href: url.href };
}

function startCode(url, botName) {
  const same = (name) => name !== null && name.toLowerCase() === botName.toLowerCase();
  if (["t.me", "telegram.me"].includes(url.hostname) && same(url.pathname.slice(1))) {
    return url.searchParams.get("start") ?? "";
  }
  if (url.protocol === "tg:" && same(url.searchParams.get("domain"))) return url.searchParams.get("start") ?? "";
  return undefined;
}

/** The first link of a message that starts the bot: in its text, behind a word, or under one of its buttons. */
export function linkOf(message, botName) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const written = entities.map((entity) => addressIn(entity, text.slice(entity.offset, entity.offset + entity.length)));
  const bare = text.match(/(?:https?:\/\/)?t\.me\/[^\s<>"]+/giu) ?? [];
  const buttons = (message.reply_markup?.inline_keyboard ?? []).flat().map((button) => button.url ?? "");
  return [...written, ...bare.map((raw) => addressIn({ type: "url" }, raw)), ...buttons]
    .map((address) => linkTarget(address, botName))
    .find((target) => target.code);
}

/**
 * The rows of the little menu "open on which phone?".
 *
 * @param {{phones: {id: number, name: string}[], here: number, scan: boolean, open: (id: number) => void,
 *   copy: () => void}} choice
 */
export function phoneChoices({ phones, here, scan, open, copy }) {
  // A link is most often meant for somebody else: the others come first, this phone after them.
  const sorted = [...phones.filter((phone) => phone.id !== here), ...phones.filter((phone) => phone.id === here)];
  const rows = sorted.map((phone) => {
    const elsewhere = scan ? `Scan with ${phone.name}’s phone` : `Open on ${phone.name}’s phone`;
    return make(
      "button",
      { type: "button", role: "menuitem", class: "menu-row", data: { openOn: phone.id }, on: { click: () => open(phone.id) } },
      icon("phone"),
      make("span", { dir: "auto" }, phone.id === here ? "Open on this phone" : elsewhere),
    );
  });
  const copyRow = make("button", { type: "button", role: "menuitem", class: "menu-row", on: { click: copy } }, icon("copy"), "Copy the link");
  return [...rows, copyRow];
}
