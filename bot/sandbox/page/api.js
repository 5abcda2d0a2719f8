// The sandbox's control API, one function a thing a person or the page can do.

/** An answer other than 2xx; `status` lets a caller tell "no such button" (409) from "no such thing" (404). */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, reasonIn(text) || response.statusText);
  return text === "" ? null : JSON.parse(text);
}

/** What the sandbox says of a refusal, `{"error": "…"}`; anything else is not meant for people. */
function reasonIn(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return "";
  }
}

const get = (path) => request("GET", path);
const post = (path, body = {}) => request("POST", path, body);
const person = (id) => `/sandbox/people/${id}`;

export const bot = () => get("/sandbox/bot");
export const people = () => get("/sandbox/people");
export const story = () => get("/sandbox/story");
export const clock = () => get("/sandbox/clock");
export const advance = (seconds) => post("/sandbox/clock", { advance: seconds });
export const join = (details) => post("/sandbox/people", details);

export const chat = (id) => get(`${person(id)}/chat`);
export const change = (id, details) => request("PATCH", person(id), details);
export const send = (id, message) => post(`${person(id)}/send`, message);
export const start = (id, code) => post(`${person(id)}/start`, code ? { code } : {});
export const tap = (id, messageId, row, column) =>
  post(`${person(id)}/tap`, { message_id: messageId, row, column });
export const read = (id) => post(`${person(id)}/read`);
export const block = (id) => post(`${person(id)}/block`);
export const unblock = (id) => post(`${person(id)}/unblock`);

/** Where the bytes of a picture, document or voice note can be read without the bot's token. */
export const file = (fileId) => `/sandbox/files/${encodeURIComponent(fileId)}`;

/** What the camera of another telephone reads in a picture: the words of a code, or none. */
export const scan = async (fileId) => (await get(`/sandbox/scan?file=${encodeURIComponent(fileId)}`))?.text ?? "";
