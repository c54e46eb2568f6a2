// The parts of a chat and of a form, for the widget; the page has its own from the server's template.

// A labeled field with hint, count, error, and the buttons below it.
function fieldset(name, label, hint, words, rows, buttons) {
  const parts = {
    field: make("textarea", {
      id: `kb-${name}`, class: "kb-field", rows, autocomplete: "off", spellcheck: "true", enterkeyhint: "send",
      "aria-describedby": `kb-${name}-error kb-${name}-hint kb-${name}-count`,
    }),
    error: make("p", { id: `kb-${name}-error`, class: "kb-error", role: "alert" }),
    count: make("p", { id: `kb-${name}-count`, class: "kb-count" }),
    counted: make("p", { class: "kb-hidden", "aria-live": "polite" }),
    status: make("p", { class: "kb-hidden", role: "status" }),
  };
  parts.form = make("form", { class: "kb-form", novalidate: true }, [
    make("label", { for: `kb-${name}`, class: "kb-label" }, label),
    parts.error,
    parts.field,
    make("p", { id: `kb-${name}-hint`, class: "kb-hint" }, hint),
    parts.count, parts.counted, parts.status,
    make("div", { class: "kb-buttons" }, buttons),
  ]);
  return parts;
}

function button(label, kind, type) {
  return make("button", { type: type || "button", class: `kb-button ${kind}` }, label);
}

function chatParts(view, greeting, examples) {
  const words = view.words;
  const send = button(words.send, "kb-main", "submit");
  const stop = button(words.stop, "kb-stop");
  const fresh = button(words.fresh, "kb-fresh");
  stop.hidden = true;
  const parts = fieldset("question", words.question, words.hint, words, 2, [send, stop, fresh]);
  parts.send = send;
  parts.stop = stop;
  parts.fresh = fresh;
  parts.log = make("div", { class: "kb-log", role: "log", "aria-label": words.conversation });
  parts.live = make("div", { class: "kb-live", "aria-hidden": "true" });
  parts.suggestions = make("div", { class: "kb-suggestions" });
  parts.greeting = make("p", { class: "kb-greeting" }, greeting);
  parts.scroller = make("div", { class: "kb-scroll" }, [parts.greeting, parts.log, parts.live, parts.suggestions]);
  parts.examples = examples;
  return parts;
}

function formParts(view, name, label, hint, send) {
  const parts = fieldset(name, label, hint, view.words, 3, send);
  parts.send = send;
  parts.result = make("div", { class: "kb-result" });
  return parts;
}
