// Keeps the figures of one destination, and what came of Try now, current (live.js). A part is left alone while it has
// the focus, and attempts that are shown stay as they were opened.
(function () {
    "use strict";
    var line = document.getElementById("live-line");
    if (!line) { return; }
    var asOf = document.getElementById("as-of").dataset.asOf;

    function renew(part, fresh) {
        if (part.innerHTML !== fresh.innerHTML && !part.contains(document.activeElement)) {
            part.innerHTML = fresh.innerHTML;
        }
    }
    // Newer attempts come above those that are there, of which the age alone changes.
    function renewAttempts(part, fresh) {
        var there = {}, next = null;
        Array.from(part.children).forEach(function (one) {
            if (one.dataset.at) { there[one.dataset.at] = one; } else { one.remove(); }
        });
        Array.from(fresh.children).reverse().forEach(function (one) {
            var known = there[one.dataset.at];
            if (known) {
                renew(known.querySelector("summary > time"), one.querySelector("summary > time"));
                delete there[one.dataset.at];
            } else {
                part.insertBefore(one, next);
            }
            next = known || one;
        });
        Object.values(there).forEach(function (gone) {
            if (!gone.contains(document.activeElement)) { gone.remove(); }
        });
    }
    function show(html) {
        var page = new DOMParser().parseFromString(html, "text/html"), facts = page.getElementById("as-of");
        if (!facts) { throw new Error("signed out"); }
        asOf = facts.dataset.asOf;
        page.querySelectorAll(".live-part").forEach(function (fresh) {
            var part = document.getElementById(fresh.id);
            if (part) { (part.id === "attempts" ? renewAttempts : renew)(part, fresh); }
        });
        var button = document.getElementById("try-now");
        if (button && button !== document.activeElement) { button.disabled = facts.dataset.waits !== "true"; }
        ["delete-all", "bounce-all"].forEach(function (name) {
            var dialog = document.getElementById(name);
            if (dialog && !dialog.open) { dialog.querySelector("p").textContent = facts.getAttribute("data-" + name); }
        });
    }
    window.danegateLive({
        address: function () { return line.dataset.parts; },
        show: show,
        stamp: function () { return asOf; }
    });
})();
