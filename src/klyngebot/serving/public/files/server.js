// Asks the server. Whatever goes wrong comes back as a `Trouble` with a message for people.

const PATIENCE = 60000; // milliseconds without a word of the server

class Trouble extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind; // "stopped", "offline", "refused", "slow", or "problem"
  }
}

// `base`: the address of our site, "" on it. `words`: the texts.
function serverAt(base, words) {
  const address = `${base}/api/v1/`;
  const plain = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  let days = 0; // that feedback on the latest answer would be kept; 0 where none is taken

  // POST a body; `hear(event, data)` is told what a stream says. Gives the last whole answer.
  async function send(path, body, hear, stop) {
    const control = new AbortController();
    let late = false;
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { late = true; control.abort(); }, PATIENCE);
    };
    const halt = () => control.abort();
    stop.addEventListener("abort", halt);
    wait();
    try {
      const response = await fetch(address + path, {
        ...plain, method: "POST", body: JSON.stringify(body), signal: control.signal,
        headers: { "Content-Type": "application/json", Accept: "text/event-stream, application/json" },
      });
      if (!response.ok) throw await problem(response);
      if (path === "ask") days = Number(response.headers.get("Klyngebot-Feedback")) || 0;
      const kind = response.headers.get("Content-Type") || "";
      if (kind.startsWith("text/event-stream")) return await heard(response, hear, wait);
      return await response.json();
    } catch (error) {
      if (error instanceof Trouble) throw error;
      if (late) throw new Trouble("slow", words.slow);
      if (stop.aborted) throw new Trouble("stopped", words.stopped);
      throw await unreachable();
    } finally {
      clearTimeout(timer);
      stop.removeEventListener("abort", halt);
    }
  }

  async function heard(response, hear, wait) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    let answer = null;
    for (;;) {
      const { done, value } = await reader.read();
      wait();
      rest += done ? "\n\n" : decoder.decode(value, { stream: true }).replace(/\r/g, "");
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        const event = parsed(rest.slice(0, end));
        rest = rest.slice(end + 2);
        if (event.name === "answer") answer = event.data;
        else if (event.name === "problem") throw told(event.data, event.data.status, 0);
        else if (event.data) hear(event.name, event.data);
      }
      if (done) break;
    }
    if (!answer) throw new Trouble("problem", words.cut_off);
    return answer;
  }

  async function problem(response) {
    let said = {};
    try {
      said = await response.json();
    } catch {
      // a proxy in between has its own idea of an error page
    }
    return told(said, response.status, Number(response.headers.get("Retry-After")) || 0);
  }

  // What a problem means to the one who asked, what to do, and what to call it.
  function told(said, status, seconds) {
    const known = { 403: words.refused, 413: words.too_large, 429: words.busy, 503: words.not_ready }[status];
    // Only the server knows why it does not answer now, and it says so in Danish
    const why = status === 503 && words.language === "da" && text(said.title) && text(said.detail);
    const message = [why ? `${said.title} ${said.detail}` : known || words.failed];
    if (!why && seconds > 0) message[1] = say(seconds === 1 ? words.retry_one : words.retry, Math.ceil(seconds));
    else if (!why && status !== 403 && status !== 413) message[1] = words.retry_later;
    let whole = message[1] ? `${message[0]} ${message[1]}` : message[0];
    if (typeof said.reference === "string" && /^[\w-]{1,40}$/.test(said.reference)) {
      whole += ` ${say(words.reference, said.reference)}`;
    }
    return new Trouble(status === 403 ? "refused" : "problem", whole);
  }

  // A browser does not tell why a request failed. The script itself may always be fetched, so it tells them apart.
  async function unreachable() {
    if (navigator.onLine === false) return new Trouble("offline", words.offline);
    return await isRefused() ? new Trouble("refused", words.refused) : new Trouble("offline", words.unreachable);
  }

  // Whether the server is there but does not answer to the website around us.
  async function isRefused() {
    if (!base || new URL(base).origin === location.origin) return false;
    const look = (mode) => fetch(`${base}/widget.js`, { ...plain, method: "HEAD", mode }).then(() => true, () => false);
    return !await look("cors") && await look("no-cors");
  }

  return {
    isRefused,
    ask: (question, history, hear, stop) => send("ask", { question, history }, hear, stop),
    check: (checkedText, stop) => send("check", { text: checkedText }, () => {}, stop),
    find: (description, stop) => send("clusters", { description }, () => {}, stop),
    judge: (judgment) => send("feedback", judgment, () => {}, new AbortController().signal),
    feedbackDays: () => days,
  };
}

// One event of a stream: its name, and its data as JSON.
function parsed(block) {
  let name = "message";
  let data = "";
  each(block.split("\n"), (line) => {
    if (line.startsWith("event:")) name = line.slice(6).trim();
    else if (line.startsWith("data:")) data += line.slice(5).trim();
  });
  try {
    return { name, data: data ? JSON.parse(data) : null };
  } catch {
    return { name: "message", data: null };
  }
}
