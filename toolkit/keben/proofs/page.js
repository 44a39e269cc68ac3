"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const data = JSON.parse(get("data").textContent);
  const pop = get("pop"), bar = get("bar");
  const links = new Map([...document.querySelectorAll("a.c")].map((each) => [Number(each.dataset.n), each]));
  const pieces = new Map();
  for (const each of document.querySelectorAll(".t [data-n]")) {
    const n = Number(each.dataset.n);
    if (!pieces.has(n)) pieces.set(n, []);
    pieces.get(n).push(each);
  }
  const kept = new Set(data.kept.map(([, n]) => n).filter((n) => n));
  const picks = new Map(); // the number of a choice → that of its form, or -1 for a decision that is withdrawn
  const toReview = Number(get("open").value);
  let shown = 0, pinned = false, saved = true, timer = 0;

  const formsOf = (n) => [...get(`n${n}`).querySelectorAll(".form")].map((each) => each.textContent);
  const isOpen = (n) => links.get(n).matches(".review, .error");
  const isDecided = (n) => (picks.has(n) ? picks.get(n) >= 0 : kept.has(n));

  // The file: what stood in it, what was decided here, in the order of the text.
  const entry = (n, form) => `${data.opening}${data.choices[n - 1][0]}print = ${data.choices[n - 1][1][form]}\n`;
  const toml = () => {
    const old = data.kept.map(([text, n]) => (!picks.has(n) ? text : picks.get(n) < 0 ? "" : entry(n, picks.get(n))));
    const added = [...picks.keys()].filter((n) => !kept.has(n)).sort((a, b) => a - b).map((n) => entry(n, picks.get(n)));
    return data.before + old.join("") + added.join("") + data.after;
  };

  const decide = (n, form) => {
    if (kept.has(n) && form === 0) picks.delete(n);
    else picks.set(n, form);
    changed(n);
  };
  const undo = (n) => {
    if (picks.has(n)) picks.delete(n);
    else picks.set(n, -1);
    changed(n);
  };
  const changed = (n) => {
    const form = [...formsOf(n)[Math.max(0, picks.get(n) ?? 0)]];
    const here = pieces.get(n) ?? [];
    const whole = here.reduce((sum, each) => sum + [...each.textContent].length, 0) === form.length;
    let at = 0;
    for (const each of here) {
      const length = [...each.textContent].length;
      if (whole) each.textContent = form.slice(at, at + length).join("");
      at += length;
    }
    for (const each of document.querySelectorAll(`[data-n="${n}"]`)) {
      each.classList.toggle("decided", picks.get(n) >= 0);
      each.classList.toggle("withdrawn", picks.get(n) < 0);
    }
    saved = picks.size === 0;
    bar.hidden = picks.size === 0;
    get("count").value = `${picks.size} decision${picks.size === 1 ? "" : "s"}`;
    get("told").textContent = "";
    get("toml").hidden = true;
    get("open").value = toReview - [...picks].filter(([each, pick]) => pick >= 0 && isOpen(each)).length;
  };

  // What is said of a choice, beside it.
  const show = (n, pin) => {
    clearTimeout(timer);
    if (shown && shown !== n) hide();
    shown = n;
    pinned = pin;
    const item = get(`n${n}`);
    const options = document.createElement("div");
    options.className = "options";
    formsOf(n).slice(0, data.choices[n - 1][1].length).forEach((form, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.form = index;
      const word = document.createElement("span");
      word.lang = item.querySelector(".form").lang;
      word.textContent = form;
      button.append(`${index + 1} `, word, index ? "" : " as printed");
      button.setAttribute("aria-pressed", isDecided(n) && (picks.get(n) ?? 0) === index);
      options.append(button);
    });
    if (picks.has(n) || kept.has(n)) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.undo = "";
      button.textContent = picks.has(n) ? "Undo" : "Withdraw decision";
      options.append(button);
    }
    const said = item.querySelector("dl").cloneNode(true);
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", "Close");
    close.textContent = "×";
    const place = item.querySelector(".at").cloneNode(true);
    pop.replaceChildren(close, place, options, said);
    pop.setAttribute("aria-label", `Choice ${n}`);
    pop.hidden = false;
    for (const each of document.querySelectorAll(`[data-n="${n}"]`)) each.classList.add("here");
    const box = links.get(n).getClientRects()[0];
    const below = box.bottom + pop.offsetHeight + 8 < innerHeight - bar.offsetHeight;
    const above = box.top - pop.offsetHeight - 8;
    pop.style.left = `${scrollX + Math.max(8, Math.min(box.left - 16, document.documentElement.clientWidth - pop.offsetWidth - 8))}px`;
    pop.style.top = `${scrollY + (below || above < 0 ? box.bottom + 8 : above)}px`;
    if (pin) (options.querySelector("[aria-pressed=true]") ?? options.firstChild ?? close).focus({ preventScroll: true });
  };
  const hide = () => {
    for (const each of document.querySelectorAll(".here")) each.classList.remove("here");
    pop.hidden = true;
    shown = 0;
    pinned = false;
  };

  // Going from one to the next of what the filter shows.
  const inFilter = () => {
    const risk = document.querySelector("input[name=show]:checked").value;
    return (link) => risk === "all" || link.classList.contains(risk);
  };
  const step = (by) => {
    const list = [...links.values()].filter(inFilter());
    if (!list.length) return;
    const from = links.get(shown) ?? document.activeElement.closest?.("a.c");
    const at = list.indexOf(from);
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length];
    const pin = pinned;
    hide();
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
    if (pin) show(Number(next.dataset.n), true);
  };
  const refilter = () => {
    hide();
    const isShown = inFilter();
    for (const link of links.values()) link.tabIndex = isShown(link) ? 0 : -1;
  };
  for (const each of document.querySelectorAll("input[name=show]")) each.addEventListener("change", refilter);

  const numberAt = (target) => Number(target.closest?.("[data-n]")?.dataset.n ?? 0);
  document.addEventListener("click", (event) => {
    const n = numberAt(event.target);
    const button = event.target.closest("#pop button");
    if (n) {
      event.preventDefault();
      show(n, true);
    } else if (button) {
      const at = shown;
      if (button.className === "close") return hide();
      if ("undo" in button.dataset) undo(at);
      else decide(at, Number(button.dataset.form));
      show(at, true);
    } else if (!event.target.closest("#pop, #bar")) hide();
  });
  document.addEventListener("mouseover", (event) => {
    const n = numberAt(event.target);
    clearTimeout(timer);
    if (pinned || event.target.closest("#pop")) return;
    if (n && n !== shown) timer = setTimeout(show, 150, n, false);
    else if (!n && shown) timer = setTimeout(hide, 300);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea")) return;
    const isArrow = event.key.startsWith("Arrow");
    if (isArrow && !event.target.closest("a.c, #pop")) return;
    const buttons = [...pop.querySelectorAll(".options button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "j" || event.key === "ArrowRight") step(1);
    else if (event.key === "k" || event.key === "ArrowLeft") step(-1);
    else if (event.key === "ArrowDown" && at >= 0) buttons[(at + 1) % buttons.length].focus();
    else if (event.key === "ArrowUp" && at >= 0) buttons[(at + buttons.length - 1) % buttons.length].focus();
    else if (event.key === "Escape" && shown) {
      const link = links.get(shown);
      const back = pinned;
      hide();
      if (back) link.focus({ preventScroll: true });
    } else if (pinned && /^[1-9]$/.test(event.key) && buttons[event.key - 1]?.dataset.form) buttons[event.key - 1].click();
    else return;
    event.preventDefault();
  });

  get("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([toml()], { type: "application/toml" }));
    link.download = "proof.toml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    saved = true;
    get("told").textContent = "Put it beside the source, in the place of the old one.";
  });
  get("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(toml());
      get("told").textContent = "The whole file is copied.";
      saved = true;
    } catch {
      get("toml").value = toml();
      get("toml").hidden = false;
      get("toml").select();
      get("told").textContent = "Copy this text; it is the whole file.";
    }
  });
  addEventListener("beforeunload", (event) => {
    if (!saved) event.preventDefault();
  });
  document.body.classList.add("scripted");
  refilter();
})();
