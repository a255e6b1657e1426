/* Keys, marking words, dragging files, looking again while work goes on. Every page works without it. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  function all(selector, from) { return Array.prototype.slice.call((from || doc).querySelectorAll(selector)); }
  function visible(e) { return !!(e.offsetWidth || e.offsetHeight || e.getClientRects().length); }

  /* colours */
  var themes = ["", "light", "dark"], button = doc.getElementById("theme");
  function name() { return "Colours: " + (root.dataset.theme || "system"); }
  button.hidden = false;
  button.textContent = name();
  button.addEventListener("click", function () {
    var next = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
    if (next) root.dataset.theme = next; else delete root.dataset.theme;
    doc.cookie = "variorum_theme=" + next + ";path=/;max-age=15552000;samesite=strict";
    button.textContent = name();
  });

  /* graphic passages, one at a time */
  doc.addEventListener("click", function (event) {
    var veiled = event.target.closest && event.target.closest(".graphic:not(.seen)");
    if (veiled) { event.preventDefault(); veiled.classList.add("seen"); }
  }, true);

  /* the overlay of keys */
  var dialog = doc.getElementById("keys"), body = doc.getElementById("keys-body");
  function keys() {
    if (dialog.open) { dialog.close(); return; }
    if (body.childElementCount) { dialog.showModal(); return; }
    fetch("/help").then(function (r) { return r.text(); }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").getElementById("keys-table");
      if (found) body.appendChild(doc.importNode(found, true));
      dialog.showModal();
    });
  }
  var link = doc.getElementById("keys-link");
  if (link) link.addEventListener("click", function (event) { event.preventDefault(); keys(); });

  /* cards and rows */
  function items() { return all("[data-item]").filter(visible); }
  function chosen() {
    var here = doc.activeElement && doc.activeElement.closest && doc.activeElement.closest("[data-item]");
    return here || doc.querySelector("[data-item].at") || null;
  }
  function choose(item) {
    if (!item) return;
    all("[data-item].at").forEach(function (e) { e.classList.remove("at"); });
    item.classList.add("at");
    if (item.hasAttribute("tabindex")) item.focus({ preventScroll: true });
    else { var open = item.querySelector("[data-open]"); if (open) open.focus({ preventScroll: true }); }
    item.scrollIntoView({ block: "nearest" });
  }
  function step(by) {
    var list = items(), at = list.indexOf(chosen());
    choose(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, at + by))]);
  }
  function press(key) {
    var item = chosen() || items().filter(function (e) { return e.querySelector("[data-key]"); })[0];
    var within = item ? all("[data-key]", item).filter(function (e) { return e.dataset.key === key; })[0] : null;
    var target = within || all("[data-key]").filter(function (e) { return e.dataset.key === key && !e.closest("[data-item]"); })[0];
    if (!target) return false;
    if (/INPUT/.test(target.tagName)) { target.focus(); target.select(); } else target.click();
    if (target.tagName === "SUMMARY") target.focus();
    return true;
  }
  var rooms = { o: "/", c: "/claims", r: "/review", a: "/sources", j: "/judgements", w: "/who", t: "/timeline", m: "/map", x: "/conflicts", l: "/lineage", s: "/search" };
  var going = 0;
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    var typing = /INPUT|SELECT|TEXTAREA/.test(event.target.tagName) && !/radio|checkbox|submit/.test(event.target.type);
    if (event.key === "Escape") {
      if (dialog.open) return;
      if (typing) { event.target.blur(); return; }
      press("Escape");
      return;
    }
    if (typing || dialog.open) return;
    if (going && Date.now() - going < 1200) {
      going = 0;
      if (rooms[event.key]) { event.preventDefault(); location.href = rooms[event.key]; return; }
    }
    if (event.key === "g") { going = Date.now(); return; }
    if (event.key === "?") { event.preventDefault(); keys(); return; }
    if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); return; }
    if (event.key === "Enter") {
      var item = chosen();
      if (item && doc.activeElement === item) { var open = item.querySelector("[data-open]"); if (open) { event.preventDefault(); open.click(); } }
      return;
    }
    if (event.key === "a" && byHand()) { event.preventDefault(); return; }
    if (event.key.length === 1 && press(event.key)) event.preventDefault();
  });
  if (/[?&]kept=/.test(location.search) && doc.querySelector(".card.item")) choose(items()[0]);

  /* a form is sent once */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { all("button", form).forEach(function (b) { b.disabled = true; }); }, 0);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (f) { delete f.dataset.sent; all("button", f).forEach(function (b) { b.disabled = false; }); });
  });

  /* reading: light what the address names, open a statement by clicking on it, mark words */
  function arrive() {
    var id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    var first = all('[data-s="' + CSS.escape(id) + '"]')[0];
    all('[data-s="' + CSS.escape(id) + '"]').forEach(function (e) { e.classList.add("hit"); });
    if (first) first.scrollIntoView({ block: "center" });
    /* On a wide screen the text scrolls by itself, and the page can stay at its top. */
    if (first && window.innerWidth > 1000) setTimeout(function () { window.scrollTo(0, 0); }, 0);
    var row = doc.querySelector("ol.margin li.chosen");
    if (row) row.scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("hashchange", arrive);
  arrive();
  var text = doc.getElementById("text"), hand = doc.getElementById("by-hand");
  function points(string) { return Array.from(string).length; }
  function marked() {
    var selection = window.getSelection();
    if (!text || !hand || !selection || selection.isCollapsed || !selection.rangeCount) return null;
    var range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return null;
    var piece = range.startContainer.nodeType === 3 ? range.startContainer.parentElement : range.startContainer;
    piece = piece.closest("[data-start]") || all("[data-start]", text)[0];
    var before = doc.createRange();
    before.selectNodeContents(piece);
    before.setEnd(range.startContainer, range.startOffset);
    var words = selection.toString();
    var lead = words.length - words.replace(/^\s+/, "").length;
    return { words: words.trim(), start: Number(piece.dataset.start) + points(before.toString()) + lead };
  }
  function byHand() {
    var found = marked();
    if (!found || !found.words) { if (hand) { doc.getElementById("by-hand-words").focus(); return true; } return false; }
    doc.getElementById("by-hand-words").value = found.words;
    doc.getElementById("by-hand-start").value = found.start;
    hand.requestSubmit();
    return true;
  }
  if (text) {
    text.addEventListener("click", function (event) {
      var piece = event.target.closest("[data-s]"), selection = window.getSelection();
      if (!piece || (selection && !selection.isCollapsed)) return;
      var row = all("ol.margin a[data-open]").filter(function (a) { return a.hash === "#" + piece.dataset.s; })[0];
      if (row) location.href = row.href;
    });
    var bar = null;
    doc.addEventListener("selectionchange", function () {
      var found = marked();
      if (!found || !found.words) { if (bar) { bar.remove(); bar = null; } return; }
      if (!bar) {
        bar = doc.createElement("button");
        bar.type = "button"; bar.className = "mark-bar primary"; bar.textContent = "Add as a statement (a)";
        bar.addEventListener("mousedown", function (event) { event.preventDefault(); });
        bar.addEventListener("click", byHand);
        doc.body.appendChild(bar);
      }
      var box = window.getSelection().getRangeAt(0).getBoundingClientRect();
      bar.style.left = Math.max(8, Math.min(box.left, window.innerWidth - 220)) + window.scrollX + "px";
      bar.style.top = box.bottom + window.scrollY + 6 + "px";
    });
  }
  /* handing files over */
  var form = doc.getElementById("hand-over");
  if (form) {
    var drop = doc.getElementById("drop"), input = doc.getElementById("files"), list = doc.getElementById("chosen");
    doc.getElementById("drop-hint").hidden = false;
    ["dragenter", "dragover"].forEach(function (kind) {
      doc.addEventListener(kind, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    doc.addEventListener("dragleave", function (event) { if (!event.relatedTarget) drop.classList.remove("over"); });
    doc.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      var both = new DataTransfer();
      Array.from(input.files).concat(Array.from(event.dataTransfer.files)).forEach(function (f) { both.items.add(f); });
      input.files = both.files;
      tell();
    });
    input.addEventListener("change", tell);
    tell();
  }
  function cell(row, kind, number, label, type) {
    var td = row.insertCell(), field = doc.createElement("input");
    field.name = kind + "." + number; field.type = type; field.setAttribute("aria-label", label);
    td.appendChild(field);
  }
  function tell() {
    list.textContent = "";
    list.hidden = !input.files.length;
    if (!input.files.length) return;
    var scroll = doc.createElement("div"), table = doc.createElement("table"), head = table.createTHead().insertRow();
    scroll.className = "scroll"; table.className = "files";
    ["File", "Publisher", "Published", "Witness"].forEach(function (title) {
      var th = doc.createElement("th"); th.scope = "col"; th.textContent = title; head.appendChild(th);
    });
    var rows = table.createTBody();
    Array.from(input.files).forEach(function (file, number) {
      var row = rows.insertRow();
      row.insertCell().textContent = file.name + " (" + (file.size / 1000).toFixed(1) + " kB)";
      cell(row, "publisher", number, "Publisher of " + file.name, "text");
      cell(row, "published", number, "Day on which " + file.name + " was published", "date");
      cell(row, "author", number, "Witness who speaks in " + file.name, "text");
    });
    scroll.appendChild(table);
    list.appendChild(scroll);
    if (input.files.length > Number(form.dataset.most)) {
      var many = doc.createElement("p"); many.className = "notice bad"; many.setAttribute("role", "alert");
      many.textContent = "These are " + input.files.length + " files; hand over at most " + form.dataset.most + " at once.";
      list.appendChild(many);
    }
  }

  /* how far the work has come */
  var job = doc.getElementById("job");
  if (job && /waiting|running/.test(job.dataset.state)) {
    (function look() {
      setTimeout(function () {
        fetch("/api/jobs/" + job.dataset.job).then(function (r) { return r.ok ? r.json() : null; }).then(function (now) {
          if (!now) { location.reload(); return; }
          if (!/waiting|running/.test(now.state)) { location.reload(); return; }
          var says = doc.getElementById("job-says"), progress = doc.getElementById("job-bar");
          var stop = doc.getElementById("job-stop");
          if (stop && !now.may_stop) stop.hidden = true;
          says.textContent = now.step + (now.total ? ": " + now.done + " of " + now.total : "");
          if (now.total) { progress.max = now.total; progress.value = now.done; } else progress.removeAttribute("value");
          look();
        }, look);
      }, 700);
    })();
  }
})();
