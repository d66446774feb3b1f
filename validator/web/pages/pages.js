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
    if (event.target.name && !event.target.dataset.filters) refresh();
  });
})();
