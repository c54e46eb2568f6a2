// An answer as elements, in the same markup as the server's templates.
//
// `view` is {words, base, level, inside}: the texts, the address of our site ("" on it), the level of the heading of a
// turn, and whether the answer stands inside a widget (where a link to a place on the page would lead astray).

function text(value) {
  return typeof value === "string" ? value.replace(/\s+/g, " ").trim() : "";
}

function items(value) {
  return value && typeof value === "object" && typeof value.length === "number" ? value : [];
}

// What the sources say is Danish, whatever the language around it.
function danish(view) {
  return view.words.language === "da" ? null : "da";
}

// The language of a text of which the server does not say it: the letters tell.
function languageOf(view, said) {
  return view.words.language !== "da" && /[æøå]/i.test(said) ? "da" : null;
}

function heading(level, attributes, children) {
  return make(`h${Math.min(level, 6)}`, attributes, children);
}

function outward(view, address, label) {
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", lang: danish(view) }, label);
}

function turn(view, id, asked, answer) {
  const kind = text(answer.kind) || "fixed";
  return make("article", {
    class: "kb-turn", id, "data-kind": kind, "data-ai-generated": kind === "generated" ? "true" : "false",
  }, [askedHeading(view, asked), told(view, id, answer)]);
}

function askedHeading(view, asked) {
  return heading(view.level, { class: "kb-asked" }, [
    make("span", { class: "kb-hidden" }, `${view.words.you_asked}: `), text(asked),
  ]);
}

function told(view, id, answer) {
  const words = view.words;
  const refusal = answer.refusal;
  return make("div", { class: "kb-told" }, [
    heading(view.level + 1, { class: "kb-hidden" }, words.bot_said),
    refusal && make("p", { class: "kb-refusal", lang: languageOf(view, text(refusal.message)) }, text(refusal.message)),
    paragraphs(view, id, answer),
    notes(view, answer),
    refusal && nearby(view, refusal),
    refusal && refusal.contact && contact(view, refusal.contact),
    sources(view, id, answer),
    understood(view, answer),
  ]);
}

function paragraphs(view, id, answer) {
  const sentences = items(answer.sentences);
  const made = [];
  each(items(answer.paragraphs), (places) => {
    const written = [];
    each(items(places), (place) => {
      if (!sentences[place]) return;
      written[written.length] = sentence(view, id, sentences[place]);
      written[written.length] = " ";
    });
    if (written.length) {
      const lang = answer.kind === "fixed" ? languageOf(view, text(answer.answer)) : danish(view);
      made[made.length] = make("p", { class: "kb-paragraph", lang }, written);
    }
  });
  return made;
}

function sentence(view, id, item) {
  const whole = text(item.text);
  const direct = text(item.direct);
  const place = direct ? whole.indexOf(direct) : -1;
  const said = place < 0 ? whole : [
    whole.slice(0, place), make("strong", {}, direct), whole.slice(place + direct.length),
  ];
  const marks = [];
  each(items(item.citations), (number) => { marks[marks.length] = ["\u00a0", mark(view, id, Number(number))]; });
  return [said, marks];
}

function mark(view, id, number) {
  const label = `${view.words.source} ${number}`;
  return view.inside
    ? make("button", { class: "kb-mark", type: "button", "data-source": `${id}-${number}`, "aria-label": label,
      lang: view.words.language }, `[${number}]`)
    : make("a", { class: "kb-mark", href: `#${id}-${number}`, "data-source": `${id}-${number}`, "aria-label": label },
      `[${number}]`);
}

function notes(view, answer) {
  const made = [];
  each(items(answer.notes), (note) => {
    made[made.length] = make("p", { class: "kb-note", lang: languageOf(view, text(note)) },
      `${view.words.note}: ${text(note)}`);
  });
  return made;
}

function nearby(view, refusal) {
  const titles = [];
  each(items(refusal.nearby), (title) => {
    titles[titles.length] = make("li", { lang: danish(view) }, text(title));
  });
  return titles.length ? [make("p", { class: "kb-near" }, view.words.nearby), make("ul", { class: "kb-nearby" }, titles)] : null;
}

function contact(view, whom) {
  const address = webAddress(whom.url);
  return make("p", { class: "kb-contact", lang: languageOf(view, text(whom.text)) }, [
    `${text(whom.text)} `, address && outward(view, address, `${address} (${view.words.new_window})`),
  ]);
}

function sources(view, id, answer) {
  const rows = [];
  each(items(answer.references), (reference) => { rows[rows.length] = source(view, id, reference); });
  const known = { verbatim: view.words.kind_verbatim, generated: view.words.kind_generated }[answer.kind];
  const kind = make("p", { class: "kb-kind" }, known || view.words.kind_fixed);
  if (!rows.length) return kind;
  return make("section", { class: "kb-sources" }, [
    heading(view.level + 1, {}, view.words.sources),
    kind,
    make("ol", { class: "kb-source-list" }, rows),
  ]);
}

function source(view, id, reference) {
  const title = text(reference.title);
  const imprint = text(reference.imprint);
  const address = webAddress(reference.url);
  let numbers = "";
  each(items(reference.numbers), (number) => { numbers += `[${Number(number)}]`; });
  const documents = [];
  each(items(reference.documents), (document_) => {
    const passages = [];
    each(items(document_.passages), (passage) => { passages[passages.length] = quoted(view, id, passage); });
    documents[documents.length] = [
      make("p", { class: "kb-place", lang: danish(view) }, text(document_.place)), make("ul", {}, passages),
    ];
  });
  return make("li", { class: "kb-source" }, make("details", {}, [
    make("summary", {}, [`${numbers} `, make("strong", { lang: danish(view) }, title),
      imprint && make("span", { lang: danish(view) }, ` – ${imprint}`)]),
    documents,
    reference.nature && make("p", { class: "kb-nature" }, [
      `${view.words.nature}: `, make("span", { lang: danish(view) }, text(reference.nature))]),
    make("p", {}, address ? outward(view, address, opened(view, title)) : view.words.no_link),
  ]));
}

function opened(view, title) {
  return [`${view.words.open} »`, make("span", { lang: danish(view) }, title), `« (${view.words.new_window})`];
}

function quoted(view, id, passage) {
  const number = Number(passage.number);
  const asides = [];
  each(items(passage.notes), (note) => {
    asides[asides.length] = [" ", make("em", { lang: danish(view) }, `${text(note)}.`)];
  });
  return make("li", { id: `${id}-${number}`, tabindex: "-1" }, [
    `[${number}] `, quotation(view, passage.quote), asides, " ", lasting(view, passage.permalink, number),
  ]);
}

function quotation(view, quote) {
  return make("q", { class: "kb-quote", lang: danish(view) }, `»${text(quote)}«`);
}

// A link to the sentence in its document on our site; from another site it opens a window of its own.
function lasting(view, permalink, number) {
  const address = ownAddress(view.base, permalink);
  if (!address) return null;
  const label = view.words.read_in_document + (view.inside ? ` (${view.words.new_window})` : "");
  const which = number ? make("span", { class: "kb-hidden" }, `: ${view.words.source} ${number}`) : null;
  return make("a", view.inside
    ? { class: "kb-lasting", href: address, target: "_blank", rel: "noopener noreferrer" }
    : { class: "kb-lasting", href: address }, [label, which]);
}

function bare(said) {
  return text(said).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// Shown only where something else was searched for than what was typed.
function understood(view, answer) {
  const searched = text(answer.trace && answer.trace.query);
  if (!searched || bare(searched) === bare(answer.question)) return null;
  return make("details", { class: "kb-understood" }, [
    make("summary", {}, view.words.understood), make("p", { lang: danish(view) }, searched),
  ]);
}

function suggestions(view, asked, act) {
  const rows = [];
  each(items(asked), (question) => {
    const label = text(question);
    if (!label || rows.length === 3) return;
    rows[rows.length] = make("li", {}, on(
      make("button", { class: "kb-suggestion", type: "button", lang: danish(view) }, label), "click", () => act(label),
    ));
  });
  return rows.length ? [heading(view.level, {}, view.words.suggestions), make("ul", {}, rows)] : null;
}
