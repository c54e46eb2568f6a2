// A text field with its errors and its count of characters.

// `parts`: {field, error, count, counted}. `counted` is heard, `count` is seen; both are empty below 80 % of the limit.
function watchField(parts, limit, words) {
  const { field, error, count, counted } = parts;
  let step = 0;

  function tell(message) {
    empty(error);
    field.closest(".kb-field").classList.toggle("kb-wrong", Boolean(message));
    field.removeAttribute("aria-invalid");
    if (!message) return;
    field.setAttribute("aria-invalid", "true");
    add(error, [make("strong", {}, `${words.error}:`), ` ${message}`]);
  }

  // Announces the two steps once each, not every key.
  function measure() {
    const length = lengthOf(field.value);
    const reached = length >= limit ? 2 : length >= 0.8 * limit ? 1 : 0;
    count.textContent = reached ? say(words.count, number(length), number(limit)) : "";
    if (reached !== step) {
      const heard = length > limit ? say(words.too_long, number(limit)) : say(words.count, number(length), number(limit));
      counted.textContent = reached > step ? heard : "";
      step = reached;
    }
    if (error.textContent && length && length <= limit) tell("");
  }

  function number(value) {
    return new Intl.NumberFormat(words.language === "da" ? "da-DK" : "en-GB").format(value);
  }

  // What is wrong with the text, told at the field; it is never cut. Without `missing` it may be empty.
  function refuses(missing) {
    if (missing && !field.value.trim()) tell(missing);
    else if (lengthOf(field.value) > limit) tell(say(words.too_long, number(limit)));
    else return false;
    field.focus();
    return true;
  }

  on(field, "input", measure);
  measure();
  return { tell, measure, refuses };
}

// While the server works the field keeps the focus and takes no text; a disabled one would drop the focus.
function hold(field, button, held) {
  field.readOnly = held;
  each([field, button], (element) => {
    if (held) element.setAttribute("aria-disabled", "true");
    else element.removeAttribute("aria-disabled");
  });
}

// Marks point to a source further down, which may be folded: it is opened and takes the focus.
function followMarks(container, find) {
  on(container, "click", (event) => {
    const clicked = event.target.closest && event.target.closest("[data-source]");
    if (!clicked || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = find(clicked.getAttribute("data-source"));
    if (!target) return;
    event.preventDefault();
    const folded = target.closest("details");
    if (folded) folded.open = true;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
}
