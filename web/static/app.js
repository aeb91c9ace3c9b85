// Small conveniences; every page works without this file.
(function () {
  "use strict";
  // A print button is of no use without script, so it is only shown with it.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  // Copy a text, for example to the activity plan.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(source.value || source.textContent.trim()).then(function () {
        var said = document.getElementById(button.dataset.copied);
        if (said) said.textContent = button.dataset.said;
      });
    });
  });
})();
