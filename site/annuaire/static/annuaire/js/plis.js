// Filters are drawn anew after each choice: what one had unfolded stays unfolded.
(function () {
  var ouverts = {};
  document.addEventListener("htmx:beforeSwap", function () {
    ouverts = {};
    document.querySelectorAll("#filtres details[id]").forEach(function (pli) { ouverts[pli.id] = pli.open; });
  });
  document.addEventListener("htmx:afterSettle", function () {
    Object.keys(ouverts).forEach(function (id) {
      var pli = document.getElementById(id);
      if (pli) pli.open = ouverts[id];
    });
  });
  // Results follow each tick, so that Enter has nothing left to send: it ticks, as the space bar does.
  document.addEventListener("keydown", function (e) {
    if (e.key !== "Enter" || !e.target.matches("#filtres input[type=checkbox]")) return;
    e.preventDefault();
    e.target.click();
  });
})();
