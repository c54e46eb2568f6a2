// Whether an answer was useful: two buttons, and then a small form. Nothing is sent before its button is pressed.

const OPINION_LIMIT = 1000; // characters, as the server takes them
const EXCHANGE_LIMITS = { question: 1000, answer: 8000 };

// `id` is that of the turn, `days` how long the server keeps it, `exchange` {question, answer} what may go along.
// The group stands in the log, which is announced, but is not a part of the answer.
function feedback(view, server, id, days, exchange) {
  const words = view.words;
  const parts = opinionParts(words, `${id}-mening`, days);
  const watched = watchField(parts, OPINION_LIMIT, words);
  const thumbs = { up: thumb(words.yes, parts.form.id), down: thumb(words.no, parts.form.id) };
  const question = make("fieldset", { class: "kb-thumbs" }, [make("legend", {}, words.useful), thumbs.up, thumbs.down]);
  let chosen = "";
  let sending = false;

  function choose(which) {
    chosen = which;
    each(["up", "down"], (name) => {
      thumbs[name].setAttribute("aria-pressed", String(name === which));
      thumbs[name].setAttribute("aria-expanded", String(name === which));
    });
    parts.form.hidden = !which;
    parts.status.textContent = which ? words.useful_open : "";
  }

  function undo() {
    if (sending) return;
    thumbs[chosen].focus(); // before its form goes
    parts.field.value = "";
    parts.along.checked = false;
    watched.measure();
    watched.tell("");
    choose("");
  }

  async function submit() {
    if (sending || watched.refuses("")) return;
    sending = true;
    hold(parts.field, parts.send, true);
    watched.tell("");
    parts.status.textContent = words.useful_sending;
    try {
      await server.judge({
        thumb: chosen, text: parts.field.value.trim(), ...(parts.along.checked ? { exchange: cut(exchange) } : {}),
      });
      thank();
    } catch (error) {
      parts.status.textContent = "";
      watched.tell(error instanceof Trouble && error.kind !== "problem" ? error.message : words.useful_failed);
      parts.field.focus();
    }
    sending = false;
    hold(parts.field, parts.send, false);
  }

  function thank() {
    parts.status.textContent = words.useful_thanks;
    parts.status.focus(); // before the form goes
    parts.form.remove();
    question.remove();
  }

  each(["up", "down"], (name) => on(thumbs[name], "click", () => { if (!sending) choose(name); }));
  on(parts.undo, "click", undo);
  on(parts.form, "submit", (event) => { event.preventDefault(); submit(); });
  return make("div", { class: "kb-feedback", "aria-live": "off" }, [question, parts.status, parts.form]);
}

function thumb(label, form) {
  return make("button", {
    type: "button", class: "kb-second-button kb-thumb", "aria-pressed": "false", "aria-expanded": "false",
    "aria-controls": form,
  }, label);
}

function opinionParts(words, id, days) {
  const parts = {
    field: make("textarea", {
      id: `${id}-tekst`, rows: 2, autocomplete: "off", "aria-describedby": `${id}-hint ${id}-fejl ${id}-antal`,
    }),
    error: make("p", { id: `${id}-fejl`, class: "kb-error", role: "alert" }),
    count: make("p", { id: `${id}-antal`, class: "kb-count" }),
    counted: make("p", { class: "kb-hidden", "aria-live": "polite" }),
    status: make("p", { class: "kb-opinion-status", role: "status", tabindex: "-1" }),
    along: make("input", { type: "checkbox", autocomplete: "off", "aria-describedby": `${id}-om` }),
    send: mainButton(words.useful_send),
    undo: secondButton(words.useful_undo, "kb-undo"),
  };
  const kept = days === 1 ? words.useful_kept_one : say(words.useful_kept, days);
  parts.form = make("form", { id, class: "kb-form kb-opinion", novalidate: true, hidden: true }, [
    make("div", { class: "kb-field" }, [
      make("label", { for: parts.field.id }, words.useful_text),
      make("p", { id: `${id}-hint`, class: "kb-hint" }, words.useful_hint),
      parts.error, parts.field, parts.count,
    ]),
    parts.counted,
    make("label", { class: "kb-along" }, [parts.along, ` ${words.useful_along}`]),
    make("p", { id: `${id}-om`, class: "kb-hint" }, `${words.useful_about} ${kept}`),
    make("div", { class: "kb-actions" }, [parts.send, parts.undo]),
  ]);
  return parts;
}

function cut(exchange) {
  return {
    question: whole(exchange.question, EXCHANGE_LIMITS.question), answer: whole(exchange.answer, EXCHANGE_LIMITS.answer),
  };
}
