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

  const seen = new WeakSet();
  function translateMessages() {
    for (const message of document.querySelectorAll(".toast-body")) {
      if (!seen.has(message)) {
        seen.add(message);
        giveUp();
      }
      message.querySelector("button")?.setAttribute("aria-label", words.close);
      const texts = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const danish = words.messages[texts.currentNode.textContent.trim()];
        if (danish) texts.currentNode.textContent = danish;
      }
    }
  }

  // Proposals and checks are heard once each; a button keeps the focus while its work runs, and does nothing then.
  const RESULTS = {
    "#kb-found": { button: "#kb-find", ready: words.ready },
    "#kb-checked": { button: "#kb-check", ready: words.checked },
    "#kb-listed": { button: "#kb-list", ready: words.listed },
    "#kb-traced": { button: "#kb-trace", ready: words.traced },
  };
  const heard = {};
  function followResult(place) {
    const turn = find(`${place} .kb-turn`);
    const state = turn && `${turn.id} ${turn.className}`;
    if (!turn || state === heard[place]) return;
    heard[place] = state;
    const { button, ready } = RESULTS[place];
    setBusy(find(button), turn.classList.contains("kb-waiting"));
    status.textContent = turn.classList.contains("kb-done") ? ready : turn.textContent;
    for (const mark of turn.querySelectorAll('a[href^="#"]')) {
      stayHere(mark);
      document.getElementById(mark.hash.slice(1))?.setAttribute("tabindex", "-1"); // a link takes the focus along
      const number = mark.textContent.match(/^\[?(\d+)\]?$/);
      if (number) mark.setAttribute("aria-label", `${words.source} ${number[1]}`);
    }
  }
  function setBusy(button, busy) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
  function ignoreBusy(event) {
    if (event.target.closest('[aria-disabled="true"]')) event.stopImmediatePropagation();
  }
  // After a message of Gradio's, an error, nothing more comes of what was waited for.
  function giveUp() {
    for (const [place, { button }] of Object.entries(RESULTS)) {
      const turn = find(`${place} .kb-waiting`);
      if (!turn) continue;
      turn.hidden = true;
      setBusy(find(button), false);
    }
  }
  // Arrow keys lead from tab to tab, as the pattern for tabs has it.
  function walkTabs(event) {
    const tab = event.target.closest('[role="tab"]');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!tab || !step) return;
    const tabs = [...tab.parentElement.querySelectorAll('[role="tab"]')];
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    event.preventDefault();
    next.focus();
    next.click();
  }
  const HINTS = { "#kb-firm": "kb-find-hint", "#kb-draft": "kb-check-hint", "#kb-traced-question": "kb-trace-hint" };
  // Gradio leaves the tabs' panels without names, and fields without what describes them.
  function followTabs() {
    for (const [place, hint] of Object.entries(HINTS)) {
      const described = find(`${place} :is(textarea, input)`);
      if (described && !described.hasAttribute("aria-describedby")) described.setAttribute("aria-describedby", hint);
    }
    for (const tab of document.querySelectorAll('[role="tab"][aria-controls=""]')) tab.removeAttribute("aria-controls");
    for (const place of Object.keys(RESULTS)) followResult(place);
  }
  new MutationObserver(followTabs).observe(root, { childList: true, subtree: true });

  new MutationObserver(translateMessages).observe(root, { childList: true, characterData: true, subtree: true });

  function setUp() {
    const live = find("#kb-live");
    const field = find("#kb-question textarea, #kb-question input");
    const place = find("#kb-log");
    const [hint, again, home] = [find("#kb-under p"), find("#kb-under a"), find("#kb-header a")];
    if (!live || !field || !place || !hint || !again || !home) return false;
    document.body.append(status);
    place.append(log);
    live.setAttribute("aria-hidden", "true");
    live.inert = true;
    hint.id = "kb-hint";
    field.setAttribute("aria-describedby", hint.id);
    stayHere(again);
    stayHere(home);
    document.addEventListener("click", keepFocus);
    document.addEventListener("click", ignoreBusy, true);
    document.addEventListener("keydown", walkTabs);
    new MutationObserver(() => follow(live)).observe(live, { childList: true, subtree: true });
    return true;
  }

  const waiting = new MutationObserver(() => {
    if (setUp()) waiting.disconnect();
  });
  if (!setUp()) waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
