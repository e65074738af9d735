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
})();
