// The arrows go through the results; without this file, Tab does.
(function () {
    "use strict";

    document.addEventListener("keydown", function (event) {
        var by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        var field = document.getElementById("search");
        if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
            || !event.target.closest(".results, .found, #search")) { return; }
        var links = Array.prototype.slice.call(document.querySelectorAll(".results > li > a"));
        // From the field and from the line above the results, -1 leads to the first one.
        var to = links.indexOf(document.activeElement) + by;
        if (to >= links.length) { return; }
        event.preventDefault();
        if (to >= 0) { links[to].focus(); } else if (field) { field.focus(); field.select(); }
    });
})();
