(function () {
  "use strict";
  var root = document.documentElement, themes = ["", "light", "dark"], at = 0;
  var theme = document.getElementById("theme");
  theme.hidden = false;
  theme.addEventListener("click", function () {
    at = (at + 1) % themes.length;
    if (themes[at]) root.dataset.theme = themes[at]; else delete root.dataset.theme;
    theme.textContent = "Colours: " + (themes[at] || "system");
  });

  // A link to a statement lights every piece of it, and opens what hides it.
  function arrive() {
    document.querySelectorAll(".hit").forEach(function (e) { e.classList.remove("hit"); });
    var id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    var target = document.getElementById(id);
    if (!target) return;
    for (var e = target; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    if (id.indexOf("claim-") === 0) target.classList.add("hit");
    document.querySelectorAll('[data-s~="' + CSS.escape(id) + '"]').forEach(function (p) { p.classList.add("hit"); });
    target.scrollIntoView({ block: "center" });
  }
  window.addEventListener("hashchange", arrive);
  arrive();

  var claims = Array.prototype.slice.call(document.querySelectorAll("details.claim"));
  var search = document.getElementById("search"), kind = document.getElementById("kind"), count = document.getElementById("count");
  document.getElementById("filters").hidden = false;
  function filter() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean), left = 0;
    claims.forEach(function (c) {
      var text = c.textContent.toLowerCase();
      // Contrary evidence stays in view: a claim in conflict is never filtered away by kind.
      var fits = words.every(function (w) { return text.indexOf(w) >= 0; }) &&
        (!kind.value || c.dataset.kinds.split(" ").indexOf(kind.value) >= 0 || c.dataset.kinds.indexOf("contested") >= 0);
      c.hidden = !fits;
      if (fits) left++;
    });
    count.textContent = left + " of " + claims.length + " claims shown";
  }
  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  document.getElementById("all").addEventListener("click", function () {
    var open = claims.some(function (c) { return !c.hidden && !c.open; });
    claims.forEach(function (c) { if (!c.hidden) c.open = open; });
  });
  filter();

  document.addEventListener("keydown", function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /INPUT|SELECT|TEXTAREA/.test(e.target.tagName)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if (e.key === "/") { e.preventDefault(); search.focus(); }
    if (e.key === "j" || e.key === "k") {
      var shown = claims.filter(function (c) { return !c.hidden; });
      var now = shown.indexOf(document.activeElement.closest && document.activeElement.closest("details.claim"));
      var next = shown[now < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, now + (e.key === "j" ? 1 : -1)))];
      if (next) { next.querySelector("summary").focus(); next.scrollIntoView({ block: "nearest" }); }
    }
  });
  window.addEventListener("beforeprint", function () { claims.forEach(function (c) { c.open = true; }); });
})();
