// The front page with a script: the form of the template answers without a new page.

function startPage() {
  const chat = document.getElementById("kb-chat");
  const form = document.getElementById("kb-form");
  const field = document.getElementById("kb-question");
  if (!chat || !form || !field) return;
  const words = WORDS.da;
  const view = { words, base: "", level: 2, inside: false };
  const log = chat.querySelector("[role=log]");
  const parts = { form, field, log, ...completed(chat, form, field, words) };
  const examples = document.querySelector(".kb-examples");
  const conversation = startConversation(parts, serverAt("", words), view, {
    limit: Number(chat.dataset.longest) || 500,
    earlier: turnsIn(log),
    begun() { if (examples) examples.hidden = true; },
    anew() { if (examples) examples.hidden = false; },
    shown(turn_) { bringUp(null, turn_); },
    feedback: () => Number(chat.dataset.feedback) || 0,
  });
  // The buttons of the template would send the form
  on(document, "click", (event) => {
    const clicked = event.target.closest("button.kb-suggestion[form]");
    if (!clicked) return;
    event.preventDefault();
    conversation.ask(clicked.value);
  });
  followMarks(document, (id) => document.getElementById(id));
}

// What the template lacks because it only works with a script.
function completed(chat, form, field, words) {
  const wrapper = field.parentNode;
  const parts = {
    send: document.getElementById("kb-send"),
    status: document.getElementById("kb-status"),
    error: wrapper.querySelector(".kb-error") || make("p", { class: "kb-error" }),
    count: make("p", { id: "kb-question-count", class: "kb-count" }),
    counted: make("p", { class: "kb-hidden", "aria-live": "polite" }),
    live: make("div", { class: "kb-live", "aria-hidden": "true" }),
    stop: secondButton(words.stop, "kb-stop"),
    fresh: form.querySelector(".kb-new") || make("a", { class: "kb-new", href: "/" }, words.fresh),
    suggestions: chat.querySelector(".kb-suggestions") || make("div", { class: "kb-suggestions" }),
  };
  parts.error.id = "kb-question-error";
  parts.error.setAttribute("role", "alert");
  wrapper.insertBefore(parts.error, field);
  add(wrapper, [parts.count, parts.counted]);
  add(parts.send.parentNode, [parts.stop, parts.fresh]);
  chat.insertBefore(parts.live, form);
  chat.insertBefore(parts.suggestions, form);
  field.setAttribute("enterkeyhint", "send");
  field.setAttribute("aria-describedby", "kb-question-hint kb-question-error kb-question-count");
  return parts;
}

// The conversation that the page came with, when it was sent as a form before.
function turnsIn(log) {
  const turns = [];
  each(log.querySelectorAll(".kb-turn"), (shown) => {
    let answer = "";
    each(shown.querySelectorAll(".kb-paragraph"), (paragraph) => {
      const copy = paragraph.cloneNode(true);
      each(copy.querySelectorAll(".kb-mark"), (mark_) => mark_.remove());
      answer += `${text(copy.textContent)} `;
    });
    turns[turns.length] = { question: text(shown.querySelector(".kb-asked").lastChild.data), answer: answer.trim() };
  });
  return turns;
}

startPage();
