// What Gradio's components do not do by themselves. Nothing is stored, nothing is sent.
(() => {
  "use strict";

  const words = JSON.parse(document.getElementById("kb-words").textContent);
  const find = (selector) => document.querySelector(selector);

  // Gradio sets the language and direction of the browser; the words are Danish in any browser.
  const root = document.documentElement;
  function keepDanish() {
    if (root.lang !== "da") root.lang = "da";
    if (root.dir !== "ltr") root.dir = "ltr";
  }
  new MutationObserver(keepDanish).observe(root, { attributeFilter: ["lang", "dir"] });
  keepDanish();

  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.className = "kb-heard";

  const log = document.createElement("div");
  log.setAttribute("role", "log");
  log.setAttribute("aria-label", words.log);

  let current = "";

  // What fits from the question to the foot of the page is shown whole; else the question goes to the top.
  function bring(turn) {
    window.setTimeout(() => {
      const foot = document.documentElement.scrollHeight;
      const fits = foot - (turn.getBoundingClientRect().top + window.scrollY) <= window.innerHeight;
      if (fits) window.scrollTo(0, foot);
      else turn.scrollIntoView({ block: "start" });
    }, 100); // after Gradio has shown what comes below
  }

  // Gradio's sanitizer lets links within the page open a new window, and drops their spoken names.
  function stayHere(link) {
    link.removeAttribute("target");
    link.removeAttribute("rel");
  }

  // A finished answer is copied into the log, once; while it is written, only the status speaks.
  function follow(live) {
    const turn = live.querySelector(".kb-turn");
    if (!turn) return;
    if (turn.id && turn.id !== current) {
      current = turn.id;
      live.hidden = false;
      document.body.classList.add("kb-talking");
      status.textContent = words.searching;
      bring(turn);
    }
    if (turn.id && turn.classList.contains("kb-done")) {
      const kept = turn.cloneNode(true);
      for (const mark of kept.querySelectorAll('a[href^="#"]')) {
        stayHere(mark);
        mark.setAttribute("aria-label", `${words.source} ${mark.textContent.replace(/\D/g, "")}`);
      }
      kept.dataset.aiGenerated = String(kept.classList.contains("kb-generated"));
      log.append(kept);
      for (const marked of [turn, ...turn.querySelectorAll("[id]")]) marked.removeAttribute("id");
      live.hidden = true;
      status.textContent = words.ready;
      bring(kept);
    }
  }

  // A button that goes away takes the focus with it, so a keyboard user is led on to the question.
  function keepFocus(event) {
    if (event.detail === 0 && event.target.closest(".kb-question-button")) find("#kb-question textarea").focus();
  }

  function translateMessages() {
    for (const message of document.querySelectorAll(".toast-body")) {
      message.querySelector("button")?.setAttribute("aria-label", words.close);
      const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const danish = words.messages[texts.currentNode.textContent.trim()];
        if (danish) texts.currentNode.textContent = danish;
      }
    }
  }
  // Proposals and checks are heard as ready; Gradio leaves the tabs' panels without names.
  const heard = {};
  function followResult(place, said) {
    const found = find(`${place} .kb-told`);
    if (!found || found.textContent === heard[place]) return;
    heard[place] = found.textContent;
    status.textContent = said;
    for (const mark of found.querySelectorAll('a[href^="#"]')) {
      stayHere(mark);
      const number = mark.textContent.match(/^\[?(\d+)\]?$/);
      if (number) mark.setAttribute("aria-label", `${words.source} ${number[1]}`);
    }
  }
  function followTabs() {
    for (const tab of document.querySelectorAll('[role="tab"][aria-controls=""]')) tab.removeAttribute("aria-controls");
    followResult("#kb-found", words.ready);
    followResult("#kb-checked", words.checked);
  }
  new MutationObserver(followTabs).observe(root, { childList: true, subtree: true });

  new MutationObserver(translateMessages).observe(root, { childList: true, characterData: true, subtree: true });

  function setUp() {
    const live = find("#kb-live");
    const field = find("#kb-question textarea, #kb-question input");
    const place = find("#kb-log");
    const [hint, again] = [find("#kb-under p"), find("#kb-under a")];
    if (!live || !field || !place || !hint || !again) return false;
    document.body.append(status);
    place.append(log);
    live.setAttribute("aria-hidden", "true");
    live.inert = true;
    hint.id = "kb-hint";
    field.setAttribute("aria-describedby", hint.id);
    stayHere(again);
    document.addEventListener("click", keepFocus);
    new MutationObserver(() => follow(live)).observe(live, { childList: true, subtree: true });
    return true;
  }

  const waiting = new MutationObserver(() => {
    if (setUp()) waiting.disconnect();
  });
  if (!setUp()) waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
