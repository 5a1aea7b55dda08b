/* How the site is shown on this device: the size of the text, and plain words before the wording of a section. Kept here and told to
   nobody. It is no module, so that what was chosen holds before anything is drawn. */
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "rabfang.view";
  var sizes = ["", "large", "larger"];

  function read() {
    try {
      var kept = JSON.parse(localStorage.getItem(key)) || {};
      return { text: sizes.indexOf(kept.text) > 0 ? kept.text : "", plain: kept.plain === true };
    } catch (refused) {
      return { text: "", plain: false };
    }
  }

  function show(view) {
    root.toggleAttribute("data-plain", view.plain);
    if (view.text) root.dataset.text = view.text;
    else delete root.dataset.text;
  }

  function keep(view) {
    show(view);
    try {
      localStorage.setItem(key, JSON.stringify(view));
    } catch (refused) {
      /* a browser that keeps nothing shows it on this page */
    }
  }

  var view = read();
  show(view);
  root.dataset.view = "";

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-view-choice] input").forEach(function (input) {
      input.checked = input.type === "radio" ? input.value === view.text : view.plain;
    });
  });
  addEventListener("storage", function (event) {
    if (event.key === key) show(read()); // chosen in another tab
  });
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (!input.closest("[data-view-choice]")) return;
    if (input.type === "radio") view.text = input.value;
    else view.plain = input.checked;
    keep(view);
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-whole]");
    if (!button) return;
    var isWhole = button.closest(".section").classList.toggle("section--whole");
    button.setAttribute("aria-expanded", isWhole);
  });
})();
