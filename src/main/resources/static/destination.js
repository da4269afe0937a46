// Keeps the figures of one destination, and what came of Try now, current (live.js). A part is left alone while it has
// the focus, and attempts that are shown stay as they were opened.
(function () {
    "use strict";
    var line = document.getElementById("live-line");
    if (!line) { return; }
    var asOf = document.getElementById("as-of").dataset.asOf;

    // What was opened or closed by hand stays so.
    function keepOpen(part, fresh) {
        fresh.querySelectorAll("details[data-keep]").forEach(function (one) {
            var known = part.querySelector("details[data-keep='" + one.dataset.keep + "']");
            if (known && known.dataset.touched) {
                one.open = known.open;
                one.dataset.touched = "true";
            }
        });
    }
    document.addEventListener("click", function (event) {
        var summary = event.target.closest("details[data-keep] > summary");
        if (summary) { summary.parentNode.dataset.touched = "true"; }
    });
    function renew(part, fresh) {
        keepOpen(part, fresh);
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
                renew(known.querySelector("summary"), one.querySelector("summary"));
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
    // The time that is left of an exception, in the words of the server: 23 h, 12 min, 8 s.
    function countDown() {
        document.querySelectorAll("[data-countdown]").forEach(function (one) {
            var left = Math.max(0, Math.floor((Date.parse(one.dataset.countdown) - Date.now()) / 1000));
            var words = left < 60 ? left + " s" : left < 3600 ? Math.floor(left / 60) + " min"
                : left < 172800 ? Math.floor(left / 3600) + " h" : Math.floor(left / 86400) + " d";
            if (one.textContent !== words) { one.textContent = words; }
        });
    }
    setInterval(countDown, 1000);
    window.danegateLive({
        address: function () { return line.dataset.parts; },
        show: show,
        stamp: function () { return asOf; }
    });
})();
