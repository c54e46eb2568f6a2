// The widget: a custom element with a closed shadow tree, made by the script tag that fetched this file.

const NAME = "klyngebot-chat";
const LONGEST_TEXT = 20000; // characters of a text to check; a browser shows longer reports badly

function startWidget() {
  const script = document.currentScript;
  if (!script || !script.src) return;
  const known = customElements.get(NAME);
  if (known) {
    // The website has exchanged its body, in which our script stands; or it has two of our tags
    if (known.place) known.place();
    return;
  }
  if (!("adoptedStyleSheets" in Document.prototype)) {
    console.warn("Klyngebot: this browser is too old for the widget.");
    return;
  }
  const base = new URL(".", script.src).href.replace(/\/$/, "");
  const settings = readSettings(script.dataset);
  const widget = placing(settings);
  const moved = new WeakMap();
  // The class is the only thing that the page gets to see of us
  customElements.define(NAME, class extends HTMLElement {
    static place() {
      widget.place();
    }

    connectedCallback() {
      if (!this.isConnected || widget.takesPlaceOf(this)) return;
      if (moved.has(this)) {
        moved.get(this)();
      } else {
        // A copy of the element has its attributes, but not what is inside
        widget.begin(this);
        this.setAttribute("data-ready", "");
        moved.set(this, build(this, base, settings));
      }
    }
  });
  widget.place();
}

// Where the widget stands. It is one element, so that its conversation outlasts the body it stands in; a website that
// only takes the element away is rid of it.
function placing(settings) {
  let element = null;
  let body = null;
  let lacking = false; // whether the body has no element to stand in

  function place() {
    if (document.querySelector(NAME)) return;
    const target = settings.mode === "inline" ? targetOf(settings.target) : null;
    lacking = settings.mode === "inline" && !target;
    if (document.readyState === "loading" && (lacking || !document.body)) {
      on(document, "DOMContentLoaded", place);
      return;
    }
    if (!document.body) return;
    if (lacking) {
      if (element) return;
      console.warn(`Klyngebot: there is no element ${settings.target} to stand in; showing the button instead.`);
      settings.mode = "launcher";
      lacking = false;
    }
    (target || document.body).appendChild(element || document.createElement(NAME));
  }

  function follow() {
    if (!document.body || document.body === body) return;
    const stoodThere = body !== null && body.contains(element);
    body = document.body;
    if (stoodThere || lacking) place();
  }

  // From the first element on, which the website may have written itself.
  function begin(first) {
    if (element) return;
    element = first;
    body = document.body;
    new MutationObserver(follow).observe(document.documentElement, { childList: true });
  }

  // Whether ours stands in the place of another one now: a copy would begin a conversation of its own.
  function takesPlaceOf(other) {
    if (!element || element === other || element.isConnected) return false;
    other.replaceWith(element);
    return true;
  }

  return { place, begin, takesPlaceOf };
}

// What the attributes of the script tag say; anything else than the known values is left out.
function readSettings(data) {
  const one = (value, known) => (` ${known} `.includes(` ${value} `) ? value : known.split(" ")[0]);
  return {
    mode: one(data.mode, "launcher inline"),
    language: one(data.language, "da en"),
    theme: one(data.theme, "auto light dark"),
    position: one(data.position, "right left"),
    accent: /^#[0-9a-f]{6}$/i.test(data.accent) ? data.accent : "",
    limit: Number(data.limit) > 0 ? Number(data.limit) : 500,
    target: data.target || "",
    greeting: text(data.greeting).slice(0, 300),
  };
}

function targetOf(selector) {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

// Gives what is to be done when the element has been moved.
function build(host, base, settings) {
  const words = WORDS[settings.language];
  const view = { words, base, level: 3, inside: true };
  const server = serverAt(base, words);
  const root = host.attachShadow({ mode: "closed" });
  host.dataset.theme = settings.theme;
  dress(host, root, settings);
  const frame = frameOf(words, base, settings);
  const shown = [chatTab(view, server, settings), checkTab(view, server), findTab(view, server)];
  each(shown, (tab) => frame.panel.insertBefore(tab.panel, frame.foot));
  const tabs = tabList(frame, shown);
  add(root, frame.whole);
  followMarks(root, (id) => root.getElementById(id));
  const look = () => lookForRefusal(server, words, base, frame);
  let makeWay = () => {};
  if (settings.mode === "inline") look();
  else makeWay = openAndClose(host, frame, tabs, look);
  const scrollBack = keepScrolled(root);
  return () => {
    makeWay();
    scrollBack();
  };
}

// What is moved loses how far it was scrolled.
function keepScrolled(root) {
  const boxes = root.querySelectorAll(".kb-scroll");
  const tops = [];
  each(boxes, (box, at) => {
    tops[at] = 0;
    on(box, "scroll", () => { tops[at] = box.scrollTop; });
  });
  return () => each(boxes, (box, at) => { box.scrollTop = tops[at]; });
}

// The styles, measured in the reader's own size of text: `rem` would be the website's, which may be anything.
function dress(host, root, settings) {
  const ours = new CSSStyleSheet();
  const theirs = new CSSStyleSheet();
  ours.replaceSync(STYLE);
  if (settings.accent) {
    const text_ = isLight(settings.accent) ? "#000000" : "#ffffff";
    theirs.replaceSync(`:host{--kb-accent:${settings.accent};--kb-on-accent:${text_}}`);
  }
  each([ours, theirs], (sheet, at) => { root.adoptedStyleSheets[at] = sheet; });
  const size = parseFloat(getComputedStyle(host).fontSize) || 16;
  let style = STYLE.replace(/([\d.]+)rem\b/g, (_, count) => `${Number(count) * size}px`);
  if (settings.theme !== "auto") {
    style = style.replace(/\(prefers-color-scheme: dark\)/g, settings.theme === "dark" ? "(width >= 0)" : "(width < 0)");
  }
  ours.replaceSync(style);
}

// Whether black text on the color has more contrast than white; the better one always has 4.5:1 (WCAG 2.2).
function isLight(color) {
  let luminance = 0;
  each([0.2126, 0.7152, 0.0722], (weight, at) => {
    const share = parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
    luminance += weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  });
  return luminance > 0.179;
}

function frameOf(words, base, settings) {
  const inline = settings.mode === "inline";
  const frame = {
    title: make("h2", { id: "kb-title", class: "kb-title", tabindex: "-1" }, words.name),
    machine: make("p", { id: "kb-machine", class: "kb-machine" }, words.machine),
    close: inline ? null : make("button", { class: "kb-close", type: "button", "aria-label": words.close }, cross()),
    launcher: inline ? null : make("button", {
      class: "kb-launcher", type: "button", "aria-expanded": "false", "aria-controls": "kb-panel",
    }, [bubble(), make("span", {}, words.open_chat)]),
    tabs: make("div", { class: "kb-tabs", role: "tablist", "aria-label": words.parts }),
    refused: make("div", { class: "kb-refused", role: "alert" }),
    foot: make("div", { class: "kb-foot" }, [
      footLink(words, `${base}/privatliv`, words.privacy), footLink(words, `${base}/#kb-human`, words.human),
    ]),
  };
  frame.panel = make("section", {
    id: "kb-panel", class: "kb-panel", role: inline ? "region" : "dialog", "aria-labelledby": "kb-title",
    "aria-describedby": inline ? null : "kb-machine", hidden: !inline,
  }, [
    make("div", { class: "kb-head" }, [frame.title, frame.machine, frame.close]),
    frame.tabs, frame.refused, frame.foot,
  ]);
  // The button belongs to a landmark like all content; in the page the panel is one itself
  frame.whole = make(inline ? "div" : "section", {
    class: `kb-widget kb-${settings.mode}-mode kb-${settings.position}`, lang: words.language,
    "aria-label": inline ? null : words.name,
  }, [frame.launcher, frame.panel]);
  return frame;
}

function footLink(words, href, label) {
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, `${label} (${words.new_window})`);
}

function drawing(path) {
  const namespace = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(namespace, "svg");
  each(["viewBox", "0 0 24 24", "width", "24", "height", "24", "aria-hidden", "true", "focusable", "false"],
    (name, at, list) => { if (at % 2 === 0) picture.setAttribute(name, list[at + 1]); });
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", path);
  picture.appendChild(line);
  return picture;
}

function bubble() {
  return drawing("M4 5h16v11H10l-5 4v-4H4z");
}

function cross() {
  return drawing("M6 6l12 12M18 6L6 18");
}

function panelOf(name, children) {
  return make("div", { class: "kb-tab-panel", id: `kb-panel-${name}`, role: "tabpanel", "aria-labelledby": `kb-tab-${name}` },
    children);
}

// What scrolls can be scrolled with keys alone; in a low window nothing scrolls but the page.
function scrolling(label, children) {
  const stop = matchMedia("(max-height: 479.98px)").matches ? {} : { tabindex: "0", role: "group", "aria-label": label };
  return make("div", { class: "kb-scroll", ...stop }, children);
}

function chatTab(view, server, settings) {
  const words = view.words;
  const parts = chatParts(words);
  const opening = make("div", { class: "kb-opening" }, [
    make("p", { class: "kb-greeting" }, settings.greeting || words.greeting),
  ]);
  const scroller = scrolling(words.tab_chat, [opening, parts.log, parts.live, parts.suggestions]);
  const conversation = startConversation(parts, server, view, {
    limit: settings.limit,
    earlier: [],
    begun() { opening.hidden = true; },
    anew() { opening.hidden = false; },
    shown(turn_) { bringUp(scroller, turn_); },
    feedback: server.feedbackDays,
  });
  const examples = suggestions(view, [words.example_1, words.example_2, words.example_3], conversation.ask);
  add(opening, make("div", { class: "kb-suggestions" }, examples));
  opening.querySelector("h3").textContent = words.examples;
  add(parts.form, parts.fresh);
  return { name: "chat", label: words.tab_chat, panel: panelOf("chat", [scroller, parts.form]), field: parts.field };
}

function formTab(view, name, intro, label, send, task) {
  const words = view.words;
  const parts = formParts(words, name, label, words.hint, 3, [mainButton(send)]);
  const scroller = scrolling(words[`tab_${name}`], [
    make("p", { class: "kb-greeting" }, intro), parts.form, parts.result]);
  startForm(parts, view, task);
  return { name, label: words[`tab_${name}`], panel: panelOf(name, [scroller]), field: parts.field };
}

function checkTab(view, server) {
  const words = view.words;
  return formTab(view, "check", words.check_intro, words.check_label, words.check_send,
    checkTask(server, view, LONGEST_TEXT));
}

function findTab(view, server) {
  const words = view.words;
  return formTab(view, "find", words.find_intro, words.find_label, words.find_send, findTask(server, view, 500));
}

// The pattern of the ARIA practices: one stop for Tab, arrows between the tabs.
function tabList(frame, shown) {
  let chosen = 0;
  const buttons = [];

  function choose(at) {
    chosen = at;
    each(shown, (tab, place) => {
      tab.panel.hidden = place !== at;
      buttons[place].setAttribute("aria-selected", String(place === at));
      buttons[place].tabIndex = place === at ? 0 : -1;
    });
  }

  each(shown, (tab, at) => {
    buttons[at] = make("button", {
      id: `kb-tab-${tab.name}`, class: "kb-tab", type: "button", role: "tab", "aria-controls": `kb-panel-${tab.name}`,
    }, tab.label);
    on(buttons[at], "click", () => choose(at));
    add(frame.tabs, buttons[at]);
  });
  on(frame.tabs, "keydown", (event) => {
    const last = shown.length - 1;
    const next = { ArrowRight: chosen === last ? 0 : chosen + 1, ArrowLeft: chosen === 0 ? last : chosen - 1, Home: 0,
      End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    buttons[next].focus();
  });
  choose(0);
  return { field: () => shown[chosen].field };
}

// Gives what makes way for another page around.
function openAndClose(host, frame, tabs, opened) {
  let looked = false;

  function open() {
    frame.panel.hidden = false;
    frame.whole.classList.add("kb-open");
    frame.launcher.setAttribute("aria-expanded", "true");
    // A field would bring up the keyboard of a telephone, which hides the notice
    if (matchMedia("(pointer: coarse)").matches) frame.title.focus();
    else tabs.field().focus();
    if (!looked) opened();
    looked = true;
  }

  function close(focus) {
    frame.panel.hidden = true;
    frame.whole.classList.remove("kb-open");
    frame.launcher.setAttribute("aria-expanded", "false");
    if (focus) frame.launcher.focus();
  }

  on(frame.launcher, "click", () => { if (frame.panel.hidden) open(); else close(true); });
  on(frame.close, "click", () => close(true));
  on(frame.whole, "keydown", (event) => {
    if (event.key !== "Escape" || frame.panel.hidden) return;
    event.stopPropagation();
    close(true);
  });
  // What the page around gives the focus to must be seen: the panel closes and the button steps back
  on(document, "focusin", (event) => {
    const outside = event.target !== host;
    const covered = (box) => outside && overlaps(event.target.getBoundingClientRect(), box.getBoundingClientRect());
    if (!frame.panel.hidden && covered(frame.panel)) close(false);
    frame.whole.classList.toggle("kb-aside", covered(frame.launcher));
  });
  return () => {
    frame.whole.classList.remove("kb-aside");
    if (matchMedia("(min-height: 480px) and (max-width: 480px)").matches) close(false); // it covers all there
  };
}

function overlaps(one, other) {
  return one.width > 0 && other.width > 0 && one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
}

// Deny by default: the owner of a website that is not listed sees why, before anybody writes a question in vain.
async function lookForRefusal(server, words, base, frame) {
  if (!await server.isRefused()) return;
  const owner = say(words.refused_owner, location.origin);
  console.warn(`Klyngebot: ${location.origin} is not in KLYNGEBOT_ALLOWED_ORIGINS, so the API does not answer here.`);
  add(frame.refused, [
    make("p", {}, words.refused),
    make("p", {}, make("a", { href: `${base}/`, target: "_blank", rel: "noopener noreferrer" },
      `${words.own_page} (${words.new_window})`)),
    make("p", { class: "kb-owner" }, owner),
  ]);
}

startWidget();
