// Elements, and nothing but elements: no text is ever read as markup.
// Lists are walked by index, because a page around the widget may have changed Array.prototype.

function each(list, act) {
  for (let place = 0; place < list.length; place += 1) act(list[place], place, list);
}

// A text from the words with a value in its place.
function say(text, ...values) {
  let said = text;
  each(values, (value) => { said = said.replace("{}", () => String(value)); });
  return said;
}

// `children`: a node, a text, or a list of them; null, false and "" are left out.
function make(tag, attributes, children) {
  const element = document.createElement(tag);
  each(Object.keys(attributes || {}), (name) => {
    const value = attributes[name];
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  });
  add(element, children);
  return element;
}

function add(parent, children) {
  if (children === null || children === undefined || children === false || children === "") return;
  if (typeof children === "object" && !children.nodeType) {
    each(children, (child) => add(parent, child));
  } else {
    parent.appendChild(children.nodeType ? children : document.createTextNode(String(children)));
  }
}

function empty(element) {
  while (element.firstChild) element.removeChild(element.firstChild);
}

function on(element, event, act) {
  element.addEventListener(event, act);
  return element;
}

// Characters as the server counts them: code points, not the halves of which an emoji is made.
function lengthOf(text) {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (text.codePointAt(place) > 0xffff) place += 1;
    count += 1;
  }
  return count;
}

// The address where it is plain http(s) with a readable host; else empty. The server has already said the same.
function webAddress(text) {
  if (typeof text !== "string" || /[\p{C}\p{Z}\\<>"`]/u.test(text)) return "";
  const authority = /^https?:\/\/([a-z0-9.:[\]_-]+)(?:[/?#]|$)/i.exec(text);
  if (!authority || /(?:^|\.)xn--/i.test(authority[1])) return "";
  try {
    new URL(text);
  } catch {
    return "";
  }
  return text;
}

// Where a sentence stands on our own site; empty where the text is no such address.
function ownAddress(base, text) {
  return typeof text === "string" && /^\/kilder\/[\w.~%-]+(?:#s\d+)?$/.test(text) ? base + text : "";
}

// Shows an element at the top of what scrolls around it; the page around a widget stays where it is.
function bringUp(scroller, element) {
  if (scroller && scroller.scrollHeight > scroller.clientHeight && getComputedStyle(scroller).overflowY !== "visible") {
    scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  } else {
    element.scrollIntoView({ block: "start" });
  }
}
