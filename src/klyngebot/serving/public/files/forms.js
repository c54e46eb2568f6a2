// A form whose result is shown below it without a new page: the check of texts, the finder of clusters.

// `parts`: {form, field, send, status, error, count, counted, result}. `task`: {limit, missing, waiting, ready, title,
// run(text, stop), build(answer)}. The heading of the result takes the focus; a failure leaves it in the field.
function startForm(parts, view, task) {
  const words = view.words;
  const watched = watchField(parts, task.limit, words);
  let running = null;

  async function submit() {
    if (running || watched.refuses(task.missing)) return;
    const stop = new AbortController();
    running = stop;
    watched.tell("");
    hold(parts.field, parts.send, true);
    parts.status.textContent = task.waiting;
    parts.result.setAttribute("aria-busy", "true");
    try {
      show(await task.run(parts.field.value.trim(), stop.signal));
    } catch (error) {
      fail(error instanceof Trouble ? error.message : words.failed);
    }
    running = null;
    hold(parts.field, parts.send, false);
    parts.result.removeAttribute("aria-busy");
  }

  function show(answer) {
    if (answer.status === "rejected") {
      fail(text(answer.message) || words.failed);
      return;
    }
    const title = heading(view.level, { class: "kb-result-heading", tabindex: "-1" }, task.title);
    empty(parts.result);
    add(parts.result, [title, task.build(answer)]);
    parts.status.textContent = task.ready;
    title.focus({ preventScroll: true });
    bringUp(parts.form.closest(".kb-scroll"), title);
  }

  function fail(message) {
    parts.status.textContent = "";
    watched.tell(message);
    parts.field.focus();
  }

  on(parts.form, "submit", (event) => { event.preventDefault(); submit(); });
}

function checkTask(server, view, limit) {
  const words = view.words;
  return {
    limit, missing: words.check_empty, waiting: words.checking, ready: words.check_ready, title: words.check_result,
    run: (value, stop) => server.check(value, stop), build: (answer) => checked(view, "paastand", answer),
  };
}

function findTask(server, view, limit) {
  const words = view.words;
  return {
    limit, missing: words.find_empty, waiting: words.searching, ready: words.find_ready, title: words.find_result,
    run: (value, stop) => server.find(value, stop), build: (answer) => clusters(view, "klynge", answer),
  };
}
