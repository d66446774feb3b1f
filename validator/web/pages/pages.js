"use strict";
// Nothing here is needed: without it, a button does the same with a way to the server.
(() => {
  const summary = document.getElementById("summary");
  if (summary) summary.focus();

  // A long list of codes is looked through while one types, in all its languages.
  for (const input of document.querySelectorAll("[data-filters]")) {
    const list = document.getElementById(input.dataset.filters);
    const count = document.getElementById(`${list.id}-count`);
    const filter = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const choice of list.children) {
        const text = `${choice.textContent} ${choice.dataset.also || ""}`.toLowerCase();
        choice.hidden = !choice.firstElementChild.checked && !words.every((each) => text.includes(each));
        shown += choice.hidden ? 0 : 1;
      }
      count.textContent = `${shown} / ${list.children.length}`;
    };
    input.addEventListener("input", filter);
  }

  // An entry of a list is added and removed here; how many there are is sent with what is in them.
  const attributes = ["id", "for", "name", "value", "aria-describedby", "data-field", "data-rows", "data-filters"];
  const renumber = (row, list, from, to) => {
    const dashed = `f-${list.replaceAll(".", "-")}-`;
    const pairs = [
      [new RegExp(`(^|[ :])${list.replaceAll(".", "\\.")}([.:])${from}(?=\\.|$)`, "g"), `$1${list}$2${to}`],
      [new RegExp(`(^| )${dashed}${from}(?=-)`, "g"), `$1${dashed}${to}`],
    ];
    const within = (root) => {
      for (const each of root.querySelectorAll("*")) {
        for (const name of attributes) {
          if (!each.hasAttribute(name) || (name === "value" && each.name !== "do")) continue;
          each.setAttribute(name, pairs.reduce((text, [was, is]) => text.replace(was, is), each.getAttribute(name)));
        }
        if (each.content) within(each.content);
      }
    };
    within(row);
    for (const each of row.querySelectorAll(":scope > legend, :scope > button")) {
      each.textContent = each.textContent.replace(/\d+(?=\D*$)/, to + 1);
    }
  };
  const rowsOf = (list) => [...list.children].filter((each) => each.matches("fieldset"));
  const count = (list) => {
    const rows = rowsOf(list);
    const sole = list.dataset.least === "1" && rows.length === 1;
    for (const row of rows) {
      row.querySelector(":scope > legend").classList.toggle("unseen-text", sole);
      row.querySelector(":scope > button").hidden = sole;
    }
    const said = list.querySelector(":scope > [data-said]");
    said.textContent = `${said.dataset.said}: ${rows.length}`;
    for (const each of document.querySelectorAll("[data-rows]")) {
      let sent = each.querySelector(":scope > input");
      if (!sent) {
        sent = document.createElement("input");
        sent.type = "hidden";
        each.prepend(sent);
      }
      sent.name = `rows:${each.dataset.rows}`;
      sent.value = rowsOf(each).length;
    }
    // An answer that is still on its way knows nothing of the rows as they are now.
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const add = (list) => {
    const { content, dataset } = list.querySelector(":scope > template");
    const row = content.querySelector("fieldset").cloneNode(true);
    const to = rowsOf(list).length;
    renumber(row, list.dataset.rows, dataset.number, to);
    list.querySelector(":scope > template").before(row);
    count(list);
    const first = row.querySelector("input:not([type=hidden]), select, textarea, button");
    first.focus();
  };
  const remove = (list, number) => {
    rowsOf(list)[number].remove();
    rowsOf(list).forEach((row, to) => to >= number && renumber(row, list.dataset.rows, to + 1, to));
    count(list);
    list.nextElementSibling.focus();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    const [word, name, number] = button ? button.value.split(":") : [];
    const list = document.querySelector(`[data-rows="${name}"]`);
    if (!list) return;
    if (word === "add" && rowsOf(list).length < Number(list.dataset.most)) {
      event.preventDefault();
      add(list);
    } else if (word === "remove" && "removable" in list.dataset) {
      event.preventDefault();
      remove(list, Number(number));
    }
  });

  // What hangs on an answer appears below it, and what is asked for is told anew beside the form.
  const form = document.querySelector("form[data-refresh]");
  if (!form) return;
  let latest = 0;
  const put = (page) => {
    const aside = page.getElementById("aside");
    if (aside) document.getElementById("aside").replaceWith(document.adoptNode(aside));
    const selector = "[data-field]";
    const wanted = new Map([...page.querySelectorAll(selector)].map((each) => [each.dataset.field, each]));
    for (const each of form.querySelectorAll(selector)) {
      if (!wanted.has(each.dataset.field)) each.remove();
    }
    let before = null;
    for (const [name, each] of wanted) {
      const here = [...form.querySelectorAll(selector)].find((one) => one.dataset.field === name);
      if (here) {
        before = here;
      } else if (!each.parentElement.closest(selector) && before) {
        const fresh = document.adoptNode(each);
        before.after(fresh);
        before = fresh;
      }
    }
  };
  const refresh = async () => {
    const turn = ++latest;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "refresh");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (turn === latest) put(page);
    } catch {
      // The server is away: the next button will tell.
    }
  };
  form.addEventListener("change", (event) => {
    if (!event.target.dataset.filters) refresh();
  });
})();
