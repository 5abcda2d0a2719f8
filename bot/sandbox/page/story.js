// The three sentences that lead a newcomer to the first tap. Put away once read; the "?" above brings them back.

import { icon, iconButton, make } from "/page/dom.js";

const KEY = "sandbox-story-read";

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // without storage the sentences show on each visit
  }
}

function remember(mark) {
  try {
    localStorage.setItem(KEY, mark);
  } catch {
    // without storage there is nothing to keep
  }
}

/**
 * @param {HTMLElement} host
 * @param {{intro?: string[]}} story
 * @param {boolean} asked true when somebody asked for it: it then shows although it was read, or hides if it shows
 */
export function showStory(host, story, asked) {
  const sentences = story.intro ?? [];
  const mark = sentences.join("\n");
  const close = () => {
    remember(mark);
    host.hidden = true;
  };
  const seen = host.checkVisibility();
  host.classList.toggle("asked", asked);
  if (asked && seen) {
    close();
    return;
  }
  host.hidden = sentences.length === 0 || (!asked && remembered() === mark);
  host.replaceChildren(
    make("ol", {}, ...sentences.map((sentence) => make("li", { dir: "auto" }, sentence))),
    iconButton(icon("close"), "Put these sentences away", close),
  );
}
