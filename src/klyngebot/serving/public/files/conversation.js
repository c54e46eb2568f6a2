// The conversation: one question at a time, its answer committed once, nothing kept but in memory.

const TURNS_KEPT = 8;
const TEXT_KEPT = 2000; // characters of a question or an answer that go along with the next question
const DOUBLE_CLICK = 500; // milliseconds between its clicks at most, as browsers count them
const HISTORY_KEPT = 24000; // characters of all of them together; the server takes 64 kB

// `parts`: {form, field, send, stop, fresh, log, live, status, error, count, counted, suggestions}, all elements.
// `view`: as in parts.js. `about`: {limit, earlier, begun(), anew(), shown(turn), feedback()}: the longest question, the
// turns there are, what to do when a question is asked, when all starts again, and with a committed turn, and for how
// many days feedback is kept (0: none is taken).
function startConversation(parts, server, view, about) {
  const words = view.words;
  const watched = watchField(parts, about.limit, words);
  let turns = [];
  let running = null;
  let count = 0;
  each(about.earlier, (one) => { turns = remembered(turns, one.question, one.answer); count += 1; });

  function ask(question) {
    if (running) return;
    parts.field.value = question;
    submit();
  }

  async function submit() {
    if (running) return;
    if (watched.refuses(words.empty)) {
      parts.status.textContent = ""; // an answer that is ready is no longer the news
      return;
    }
    const question = parts.field.value.trim();
    const stop = new AbortController();
    running = stop;
    begin();
    const stream = streamInto(view, parts.live, question);
    try {
      const answer = await server.ask(question, history(turns), stream.hear, stop.signal);
      if (running === stop) finish(question, answer);
    } catch (error) {
      if (running === stop) fail(question, error);
    }
  }

  function begin() {
    ignoreSecondClick(parts.form.getRootNode());
    parts.field.focus();
    parts.field.value = "";
    watched.measure();
    watched.tell("");
    about.begun();
    wait(true);
    parts.status.textContent = words.searching;
  }

  function wait(waiting) {
    hold(parts.field, parts.send, waiting);
    parts.send.hidden = waiting;
    parts.stop.hidden = !waiting;
    parts.live.hidden = !waiting;
    if (!waiting) empty(parts.live);
    parts.suggestions.hidden = waiting;
    parts.fresh.hidden = waiting || !turns.length;
  }

  function end() {
    running = null;
    if (isFocused(parts.stop)) parts.field.focus();
    wait(false);
  }

  function finish(question, answer) {
    if (answer.status === "rejected") {
      fail(question, new Trouble("problem", text(answer.refusal && answer.refusal.message) || words.failed));
      return;
    }
    turns = remembered(turns, question, text(answer.answer));
    end();
    count += 1;
    const made = turn(view, `tur-${count}`, question, answer);
    const days = about.feedback();
    if (days) add(made, feedback(view, server, made.id, days, { question, answer: text(answer.answer) }));
    parts.log.appendChild(made);
    parts.status.textContent = words.ready;
    suggest(answer.suggestions);
    about.shown(made);
  }

  // The question goes back into the field, so that nobody has to write it again.
  function fail(question, error) {
    end();
    parts.field.value = parts.field.value || question;
    watched.measure();
    parts.status.textContent = "";
    if (error instanceof Trouble && error.kind === "stopped") parts.status.textContent = error.message;
    else watched.tell(error instanceof Trouble ? error.message : words.failed);
    if (!turns.length) about.anew();
    parts.field.focus();
  }

  function suggest(asked) {
    empty(parts.suggestions);
    add(parts.suggestions, suggestions(view, asked, (question) => { parts.field.focus(); ask(question); }));
  }

  function reset() {
    parts.field.focus(); // before its button goes
    if (running) running.abort();
    running = null;
    turns = [];
    wait(false);
    empty(parts.log);
    empty(parts.suggestions);
    about.anew();
    parts.field.value = "";
    watched.measure();
    watched.tell("");
    parts.status.textContent = words.started_anew;
  }

  on(parts.form, "submit", (event) => { event.preventDefault(); submit(); });
  on(parts.field, "keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  on(parts.stop, "click", () => { if (running) running.abort(); });
  on(parts.fresh, "click", (event) => { event.preventDefault(); reset(); });
  wait(false);
  return { ask, reset, watched };
}

// What the first click of a double click has begun may put something else under the second one.
function ignoreSecondClick(root) {
  const ignore = (event) => {
    if (event.detail < 2) return;
    event.preventDefault();
    event.stopPropagation();
  };
  each(["mousedown", "click"], (kind) => {
    root.addEventListener(kind, ignore, true);
    setTimeout(() => root.removeEventListener(kind, ignore, true), DOUBLE_CLICK);
  });
}

// In a shadow tree too.
function isFocused(element) {
  return element.getRootNode().activeElement === element;
}


// What goes along with the next question: the latest turns, short enough together.
function history(turns) {
  const kept = [];
  let size = 0;
  for (let at = turns.length - 1; at >= 0 && size <= HISTORY_KEPT; at -= 1) {
    size += turns[at].question.length + turns[at].answer.length;
    if (size <= HISTORY_KEPT) kept[kept.length] = turns[at];
  }
  const forward = [];
  for (let at = kept.length - 1; at >= 0; at -= 1) forward[forward.length] = kept[at];
  return forward;
}

function remembered(turns, question, answer) {
  const kept = [];
  for (let at = Math.max(0, turns.length - TURNS_KEPT + 1); at < turns.length; at += 1) kept[kept.length] = turns[at];
  kept[kept.length] = { question: whole(question), answer: whole(answer) };
  return kept;
}

// Cut to size, but not through the middle of a character.
function whole(said, most = TEXT_KEPT) {
  return said.slice(0, most).replace(/[\ud800-\udbff]$/, "");
}

// The answer as it grows; only seen, because it is heard when it is whole.
function streamInto(view, live, question) {
  const told_ = make("p", { class: "kb-paragraph", lang: danish(view) });
  const waiting = make("p", { class: "kb-waiting" }, view.words.searching);
  empty(live);
  add(live, [make("p", { class: "kb-asked" }, question), make("div", { class: "kb-told" }, [told_, waiting])]);
  if (live.scrollIntoView) live.scrollIntoView({ block: "nearest" });
  return {
    hear(name, data) {
      if (name === "status") waiting.textContent = text(data.text);
      if (name !== "sentence") return;
      let marks = "";
      each(items(data.citations), (number) => { marks += `\u00a0[${Number(number)}]`; });
      add(told_, `${text(data.text)}${marks} `);
    },
  };
}
