// The parts of a chat and of a form, for the widget; the page has its own, in the same markup, from its templates.

// A labeled field with its hint, error and count, and the buttons below it.
function formParts(words, name, label, hint, rows, buttons) {
  const id = `kb-${name}`;
  const parts = {
    field: make("textarea", {
      id, rows, autocomplete: "off", "aria-describedby": `${id}-hint ${id}-error ${id}-count`,
    }),
    error: make("p", { id: `${id}-error`, class: "kb-error", role: "alert" }),
    count: make("p", { id: `${id}-count`, class: "kb-count" }),
    counted: make("p", { class: "kb-hidden", "aria-live": "polite" }),
    status: make("p", { class: "kb-hidden", role: "status" }),
    result: make("div", { class: "kb-result" }),
    send: buttons[0],
  };
  parts.form = make("form", { class: "kb-form", novalidate: true }, [
    make("div", { class: "kb-field" }, [
      make("label", { for: id }, label),
      make("p", { id: `${id}-hint`, class: "kb-hint" }, hint),
      parts.error,
      make("div", { class: "kb-row" }, [parts.field, make("div", { class: "kb-actions" }, buttons)]),
      parts.count,
    ]),
    parts.counted, parts.status,
  ]);
  return parts;
}

function mainButton(label) {
  return make("button", { class: "kb-main-button" }, label);
}

function secondButton(label, kind) {
  return make("button", { type: "button", class: `kb-second-button ${kind}` }, label);
}

function chatParts(words) {
  const stop = secondButton(words.stop, "kb-stop");
  const send = mainButton(words.send_short);
  send.setAttribute("aria-label", words.send);
  const parts = formParts(words, "question", words.question, words.hint, 2, [send, stop]);
  parts.stop = stop;
  parts.fresh = secondButton(words.fresh, "kb-new");
  parts.field.setAttribute("enterkeyhint", "send");
  parts.log = make("div", { class: "kb-log", role: "log", "aria-label": words.conversation });
  parts.live = make("div", { class: "kb-live", "aria-hidden": "true" });
  parts.suggestions = make("div", { class: "kb-suggestions" });
  return parts;
}
