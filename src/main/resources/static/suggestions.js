// Suggestions of the search in the top bar, by the pattern of a combobox with a list (WAI-ARIA APG). The focus stays in
// the field; the arrows choose, Enter opens what is chosen, Escape closes the list. Enter with nothing chosen searches,
// as it does without this file.
(function () {
    "use strict";

    var PAUSE = 200, SHORTEST = 2;
    var field = document.getElementById("search");
    if (!field || !field.dataset.suggestions || !window.fetch) { return; }
    var form = field.form, box = form.querySelector(".suggestions"), news = document.getElementById("search-news");
    // What the list is about, what is being asked for, and the timer until the next request.
    var shown = null, asking = false, timer = 0, chosen = -1;

    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-haspopup", "listbox");

    function words() { return field.value.replace(/\s+/g, " ").trim(); }
    function options() { return Array.from(box.querySelectorAll("[role=option]")); }
    function isOpen() { return !box.hidden; }

    function choose(index) {
        var all = options();
        all.forEach(function (option, i) { option.setAttribute("aria-selected", i === index ? "true" : "false"); });
        chosen = index;
        if (index < 0) { field.removeAttribute("aria-activedescendant"); return; }
        field.setAttribute("aria-activedescendant", all[index].id);
        all[index].scrollIntoView({ block: "nearest" });
    }
    function close() {
        box.hidden = true;
        field.setAttribute("aria-expanded", "false");
        field.removeAttribute("aria-controls");
        choose(-1);
    }
    function open() {
        if (!options().length || document.activeElement !== field) { close(); return; }
        box.hidden = false;
        field.setAttribute("aria-expanded", "true");
        field.setAttribute("aria-controls", "suggestions");
        choose(-1);
    }
    function tell(what) { if (news.textContent !== what) { news.textContent = what; } }

    function take(html, asked) {
        // A newer text is asked for below; what this answer says is old.
        if (asked !== words()) { return; }
        // The server's own template, escaped there.
        box.innerHTML = html;
        shown = asked;
        open();
        tell(document.activeElement === field && box.firstElementChild ? box.firstElementChild.dataset.news : "");
    }
    // One request at a time; a text that was typed meanwhile is asked for afterwards.
    function ask() {
        var asked = words();
        if (asking || asked.length < SHORTEST || asked === shown) { return; }
        asking = true;
        fetch(field.dataset.suggestions + "?q=" + encodeURIComponent(asked),
            { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                if (!answer.ok || answer.redirected) { throw new Error("no answer"); }
                return answer.text();
            })
            .then(function (html) { take(html, asked); })
            .catch(function () { if (asked === words()) { shown = null; close(); } })
            .finally(function () { asking = false; if (asked !== words()) { later(); } });
    }
    function later() {
        clearTimeout(timer);
        timer = setTimeout(ask, PAUSE);
    }

    field.addEventListener("input", function () {
        if (words() === shown) { open(); return; }
        if (words().length < SHORTEST) { shown = null; close(); tell(""); return; }
        later();
    });
    field.addEventListener("keydown", function (event) {
        if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
        var all = options(), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && isOpen()) {
            event.preventDefault();
            event.stopPropagation();
            // Above the first and below the last one is the field itself.
            choose((chosen + 1 + step + all.length + 1) % (all.length + 1) - 1);
        } else if (event.key === "Enter" && isOpen() && chosen >= 0) {
            event.preventDefault();
            window.location.assign(all[chosen].dataset.address);
        } else if (event.key === "Escape" && isOpen()) {
            // The first Escape closes the list and leaves the text.
            event.preventDefault();
            event.stopPropagation();
            close();
            tell("");
        }
    });
    field.addEventListener("blur", close);
    form.addEventListener("submit", function () { clearTimeout(timer); close(); });
    // The field keeps the focus while the mouse chooses.
    box.addEventListener("mousedown", function (event) { event.preventDefault(); });
    box.addEventListener("click", function (event) {
        var option = event.target.closest("[role=option]");
        if (option) { window.location.assign(option.dataset.address); }
    });
})();
