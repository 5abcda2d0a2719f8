// What happens in the sandbox, live. The page treats an event as news that a chat changed, and reads the chat
// again: the server stays the only truth, and a lost event cannot leave a phone wrong for long.

const TYPES = [
  "message", "edit", "delete", "pinned", "reaction", "callback_answer", "typing",
  "person", "commands", "bot", "clock", "story", "reset",
];
const RETRY_MILLISECONDS = 1500;

/**
 * Listens for ever.
 *
 * @param {(event: object) => void} onEvent called with each event's JSON, its `type` filled in
 * @param {(connected: boolean, again: boolean) => void} onConnection `again` is true after an interruption
 */
export function listen(onEvent, onConnection) {
  let interrupted = false;

  function connect() {
    const source = new EventSource("/sandbox/events");
    const receive = (event) => onEvent({ type: event.type, ...JSON.parse(event.data) });
    for (const type of TYPES) source.addEventListener(type, receive);
    source.addEventListener("open", () => {
      onConnection(true, interrupted);
      interrupted = false;
    });
    source.addEventListener("error", () => {
      interrupted = true;
      onConnection(false, true);
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY_MILLISECONDS);
    });
  }

  connect();
}
