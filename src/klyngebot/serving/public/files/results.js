// Proposals of clusters and checked texts as elements; `view` as in parts.js.

function clusters(view, id, found) {
  const made = [make("p", { lang: languageOf(view, text(found.message)) }, text(found.message))];
  each(items(found.clusters), (cluster) => { made[made.length] = proposal(view, id, cluster); });
  return make("div", { class: "kb-found", "data-kind": "verbatim", "data-ai-generated": "false" }, made);
}

function proposal(view, id, cluster) {
  const words = view.words;
  const name = text(cluster.name);
  const address = webAddress(cluster.url);
  const because = [];
  each(items(cluster.words), (word) => {
    because[because.length] = [because.length ? ", " : "", make("span", { lang: danish(view) }, `»${text(word)}«`)];
  });
  return make("article", { class: "kb-cluster" }, [
    heading(view.level + 1, { lang: danish(view) }, name),
    cluster.closed && make("p", {}, make("strong", {}, words.closed_cluster)),
    because.length ? make("p", { class: "kb-because" }, [`${words.because} `, because, "."]) : null,
    make("dl", {}, aspects(view, id, items(cluster.statements))),
    address && make("p", {}, outward(view, address, [
      `${words.website}: `, make("span", { lang: danish(view) }, name), ` (${words.new_window})`])),
    statementSources(view, id, name, items(cluster.statements)),
  ]);
}

// The statements, those about one thing together; they come in that order.
function aspects(view, id, statements) {
  const groups = [];
  let about = null;
  each(statements, (statement) => {
    if (statement.about !== about) {
      about = statement.about;
      groups[groups.length] = make("div", {}, make("dt", {}, view.words[`about_${text(about)}`] || text(about)));
    }
    add(groups[groups.length - 1], make("dd", {}, [
      make("span", { lang: danish(view) }, text(statement.quote)), "\u00a0", mark(view, id, Number(statement.number))]));
  });
  return groups;
}

function statementSources(view, id, name, statements) {
  const rows = [];
  each(statements, (statement) => {
    const number = Number(statement.number);
    rows[rows.length] = make("li", { id: `${id}-${number}`, tabindex: "-1" },
      [`[${number}] `, evidence(view, statement, number)]);
  });
  return make("details", { class: "kb-source" }, [
    make("summary", {}, [`${view.words.sources}: `, make("span", { lang: danish(view) }, name)]),
    make("p", { class: "kb-kind" }, view.words.kind_verbatim),
    make("ul", {}, rows),
  ]);
}

// A sentence with its source, publisher, date, section and links.
function evidence(view, citation, number) {
  const from = citation.source || {};
  const address = webAddress(citation.url);
  const named = text(from.title) || text(citation.title);
  const imprint = text(from.imprint);
  return [
    quotation(view, citation.quote),
    make("span", { class: "kb-from", lang: danish(view) },
      ` – ${imprint ? `${named}, ${imprint}` : named} (${text(from.place)}).`),
    " ", lasting(view, citation.permalink, number), " ",
    address && outward(view, address, opened(view, named)),
  ];
}

function badge(label, sign, kind) {
  return make("strong", { class: `kb-verdict kb-${kind}` }, `${sign} ${label}`);
}

function verdict(view, kind, period) {
  const known = view.words[`verdict_${kind}`];
  const sign = { supported: "✓", refuted: "✗" }[kind] || "?";
  const named = /^[a-z_]+$/.test(kind) && known ? kind : "not_enough_info";
  return badge((known || view.words.verdict_not_enough_info) + (period ? ` (${text(period)})` : ""), sign, named);
}

function quotationStatus(view, kind) {
  const sign = { exact: "✓", altered: "✗", not_found: "?", too_short: "–", unclosed: "!" }[kind];
  return sign ? badge(view.words[`quotation_${kind}`], sign, kind) : badge(view.words.quotation_not_found, "?", "not_found");
}

function checked(view, id, result) {
  const words = view.words;
  const summary = result.summary || {};
  const level = view.level + 1;
  const counted = [];
  each(["supported", "refuted", "not_enough_info"], (kind) => {
    counted[counted.length] = make("li", {}, [verdict(view, kind), `: ${Number(summary[kind]) || 0}`]);
  });
  const claims = [];
  each(items(result.claims), (claim, place) => {
    claims[claims.length] = claimed(view, id, claim, place + 1, statementOf(result, place));
  });
  const quotations = [];
  each(items(result.quotations), (item) => { quotations[quotations.length] = lookedUp(view, item); });
  const limits = [];
  each(items(result.notes), (note) => { limits[limits.length] = make("li", { lang: danish(view) }, text(note)); });
  return make("div", { class: "kb-report", "data-kind": "verbatim", "data-ai-generated": "false" }, [
    make("ul", { class: "kb-counts" }, counted),
    heading(level, {}, words.check_text), markedText(view, id, result),
    heading(level, {}, words.check_claims), claims.length ? claims : make("p", {}, words.check_no_claims),
    quotations.length ? [heading(level, {}, words.check_quotations), quotations] : null,
    heading(level, {}, words.check_about), make("ul", { class: "kb-limits" }, limits),
  ]);
}

function statementOf(result, place) {
  let found = null;
  each(items(result.statements), (statement) => { if (!found && statement.check === place) found = statement; });
  return found;
}

// The text with every claim marked and linked to its check, and what is no claim named.
function markedText(view, id, result) {
  const block = make("div", { class: "kb-marked", lang: danish(view) });
  let line = make("p");
  each(items(result.statements), (statement) => {
    const claim = items(result.claims)[statement.check];
    if (typeof statement.check === "number" && claim) {
      const target = `${id}-${statement.check + 1}`;
      const label = [`${statement.check + 1} `, verdict(view, claim.verdict, claim.as_of)];
      const link = view.inside
        ? make("button", { class: "kb-mark", type: "button", "data-source": target, lang: view.words.language }, label)
        : make("a", { class: "kb-mark", href: `#${target}`, "data-source": target }, label);
      add(line, make("mark", { class: "kb-claim" }, [`${text(statement.text)} `, link]));
    } else {
      add(line, [`${text(statement.text)} `, make("small", { lang: view.words.language },
        `(${view.words[`no_claim_${statement.kind}`] || view.words.no_claim_other})`)]);
    }
    add(line, " ");
    if (line.textContent.length > 400) {
      add(block, line);
      line = make("p");
    }
  });
  if (line.firstChild) add(block, line);
  return block;
}

function claimed(view, id, claim, number, statement) {
  const words = view.words;
  const rows = [];
  each(items(claim.evidence), (citation) => {
    rows[rows.length] = make("li", {}, evidence(view, citation));
  });
  const undecided = claim.verdict !== "supported" && claim.verdict !== "refuted";
  const label = undecided ? words.check_nearest : words.check_evidence;
  const written = text(statement && statement.text) || text(claim.claim);
  return make("section", { class: "kb-check" }, [
    heading(view.level + 2, { id: `${id}-${number}`, tabindex: "-1" }, [`${number}. `, verdict(view, claim.verdict, claim.as_of)]),
    make("blockquote", { lang: danish(view) }, make("p", {}, written)),
    written.toLowerCase() === text(claim.claim).toLowerCase() ? null
      : make("p", {}, [`${words.check_read_as}: `, make("span", { lang: danish(view) }, text(claim.claim))]),
    claim.reason && make("p", { lang: danish(view) }, text(claim.reason)),
    rows.length ? shownFirst(words, label, rows, undecided) : make("p", {}, words.check_no_evidence),
    claim.newer ? [make("p", {}, `${words.check_newer}:`), make("ul", {}, make("li", {}, evidence(view, claim.newer)))] : null,
  ]);
}

// The decisive sentence is shown, further ones on request; where nothing decides, all on request.
function shownFirst(words, label, rows, undecided) {
  const rest = [];
  each(rows, (row, place) => { if (undecided || place) rest[rest.length] = row; });
  return [
    undecided ? null : [make("p", {}, `${label}:`), make("ul", {}, rows[0])],
    rest.length ? make("details", {}, [
      make("summary", {}, `${undecided ? label : words.check_further} (${rest.length})`), make("ul", {}, rest)]) : null,
  ];
}

function lookedUp(view, item) {
  const words = view.words;
  const changes = [];
  each(items(item.changes), (change) => {
    changes[changes.length] = make("li", { lang: danish(view) }, [
      `${words.check_quoted}: `, changed("del", change.quoted, words.check_left_out),
      `. ${words.check_source_has}: `, changed("ins", change.source, words.check_added), ".",
    ]);
  });
  each(items(item.evidence), (citation) => { changes[changes.length] = make("li", {}, evidence(view, citation)); });
  return make("section", { class: "kb-check" }, [
    heading(view.level + 2, {}, quotationStatus(view, item.status)),
    make("blockquote", { lang: danish(view) }, make("p", {}, `»${text(item.quote)}«`)),
    changes.length ? make("ul", {}, changes) : null,
  ]);
}

function changed(tag, said, nothing) {
  return text(said) ? make(tag, {}, text(said)) : `(${nothing})`;
}
