// Message text with its entities. Offsets and lengths are in UTF-16 units, which JavaScript's strings count too.

import { make } from "/page/dom.js";
import { addressIn, linkTarget } from "/page/deeplinks.js";

const INLINE = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  hashtag: "span",
  cashtag: "span",
  custom_emoji: "span",
  date_time: "span",
  phone_number: "span",
  text_mention: "span",
  mention: "span",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const ADDRESS = /\b(?:https?:\/\/|t\.me\/)[^\s<>"«»]*[^\s<>"«».,;:!?)]/giu;

/**
 * Renders text as nodes.
 *
 * @param {string} text
 * @param {object[]} entities as the Bot API gives them
 * @param {{openLink: (link: object, anchor: HTMLElement) => void, say: (text: string) => void}} phone
 * @returns {Node[]}
 */
export function richText(text, entities, phone) {
  const known = [...(entities ?? []), ...bareAddresses(text, entities ?? [])];
  known.sort((one, other) => one.offset - other.offset || other.length - one.length);
  return span(text, 0, text.length, known, phone);
}

/** Addresses that carry no entity, as clients recognise them by themselves. */
function bareAddresses(text, entities) {
  const links = entities.filter((entity) => ["url", "text_link", "code", "pre"].includes(entity.type));
  const covered = (start, end) => links.some((link) => link.offset < end && start < link.offset + link.length);
  return [...text.matchAll(ADDRESS)]
    .map((match) => ({ type: "url", offset: match.index, length: match[0].length }))
    .filter((found) => !covered(found.offset, found.offset + found.length));
}

function span(text, start, end, entities, phone) {
  const nodes = [];
  let position = start;
  let afterBlock = false;
  const plain = (until) => {
    // A block already ends its line: the newline after it would show as an empty one.
    const from = afterBlock && text[position] === "\n" ? position + 1 : position;
    if (from < until) nodes.push(document.createTextNode(text.slice(from, until)));
    position = until;
  };
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < position || entity.offset >= end) continue;
    plain(entity.offset);
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    nodes.push(wrap(entity, span(text, entity.offset, stop, inner, phone), text.slice(entity.offset, stop), phone));
    position = stop;
    afterBlock = BLOCKS.has(entity.type);
  }
  plain(end);
  return nodes;
}

function wrap(entity, children, raw, phone) {
  switch (entity.type) {
    case "url":
    case "text_link":
    case "email":
      return link(addressIn(entity, raw), children, phone);
    case "bot_command":
      return make("button", { type: "button", class: "text-command", on: { click: () => phone.say(raw) } }, ...children);
    case "spoiler":
      return spoiler(children);
    case "pre":
      return make("pre", { class: "text-pre", dir: "ltr" }, make("code", {}, ...children));
    case "blockquote":
      return make("blockquote", { class: "text-quote", dir: "auto" }, ...children);
    case "expandable_blockquote":
      return expandableQuote(children);
    default:
      return make(INLINE[entity.type] ?? "span", { class: `text-${entity.type}` }, ...children);
  }
}

function link(address, children, phone) {
  const target = linkTarget(address, phone.botName);
  if (target.code === undefined) {
    if (target.href === null) return make("span", {}, ...children);
    return make("a", { class: "text-link", href: target.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
  }
  return make(
    "a",
    {
      class: "text-link",
      href: target.href,
      data: { startCode: target.code },
      "aria-haspopup": "menu",
      on: {
        click: (event) => {
          event.preventDefault();
          phone.openLink(target, event.currentTarget);
        },
      },
    },
    ...children,
  );
}

function spoiler(children) {
  const hidden = make("span", { class: "text-spoiler-inner", "aria-hidden": "true" }, ...children);
  const cover = make("span", { class: "text-spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text" }, hidden);
  const reveal = () => {
    cover.classList.add("revealed");
    cover.removeAttribute("role");
    cover.removeAttribute("tabindex");
    cover.removeAttribute("aria-label");
    hidden.removeAttribute("aria-hidden");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      reveal();
    }
  });
  return cover;
}

function expandableQuote(children) {
  const body = make("span", { class: "text-quote-body" }, ...children);
  const toggle = make("button", { type: "button", class: "text-quote-toggle", "aria-expanded": "false", "aria-label": "Show all" });
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Show less" : "Show all");
    quote.classList.toggle("open", open);
  });
  const quote = make("blockquote", { class: "text-quote expandable", dir: "auto" }, body, toggle);
  return quote;
}
