// Lists with one-line rows: ticks, the bar that says how many they are, and the menu of each row. The list is in the
// element with data-list, whose content may be replaced; the bar is #bulk.
//   danegateRows.count()   renews the number and the box in the head; answers with the words
//   danegateRows.tick(row) the box of a row, or null
window.danegateRows = (function () {
    "use strict";
    var list = document.querySelector("[data-list]");
    var bulk = document.getElementById("bulk"), announce = document.getElementById("announce"), last = null;
    if (!list) { return null; }

    function tick(row) { return row.querySelector("td.tick input"); }
    function ticks() { return Array.from(list.querySelectorAll("tbody td.tick input")); }
    function count() {
        if (!bulk) { return ""; }
        var all = ticks(), ticked = all.filter(function (box) { return box.checked; }).length;
        var words = ticked === 0 ? "none" : ticked === 1 ? "one" : "many";
        var said = bulk.dataset[words].replace("{0}", ticked), head = document.getElementById("tick-all");
        var shown = document.getElementById("ticked");
        if (shown.textContent !== said) { shown.textContent = said; }
        if (head) {
            head.checked = ticked > 0 && ticked === all.length;
            head.indeterminate = ticked > 0 && ticked < all.length;
        }
        return said;
    }
    // With the Shift key, all rows from the one ticked before.
    list.addEventListener("click", function (event) {
        if (event.target.id === "tick-all") {
            ticks().forEach(function (box) { box.checked = event.target.checked; });
        } else if (event.target.matches("td.tick input")) {
            var all = ticks(), from = all.indexOf(last), to = all.indexOf(event.target);
            if (event.shiftKey && from >= 0) {
                all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (box) {
                    box.checked = event.target.checked;
                });
            }
            last = event.target;
        } else {
            return;
        }
        document.getElementById("scope-ticked").checked = true;
        var said = count();
        if (event.shiftKey || event.target.id === "tick-all") { announce.textContent = said; }
    });
    // Only one menu of a row is open; Escape closes it, and so does leaving it.
    function closeAllBut(kept) {
        list.querySelectorAll("details.row-menu[open]").forEach(function (menu) {
            if (!kept(menu)) { menu.open = false; }
        });
    }
    list.addEventListener("toggle", function (event) {
        if (event.target.matches("details.row-menu[open]")) {
            closeAllBut(function (menu) { return menu === event.target; });
        }
    }, true);
    document.addEventListener("click", function (event) {
        closeAllBut(function (menu) { return menu.contains(event.target); });
    });
    list.addEventListener("focusout", function (event) {
        var menu = event.target.closest("details.row-menu[open]");
        if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) { menu.open = false; }
    });
    list.addEventListener("keydown", function (event) {
        var menu = event.key === "Escape" && event.target.closest("details.row-menu[open]");
        if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    count();
    // The browser may bring back ticks after the page is loaded.
    window.addEventListener("pageshow", count);
    return { count: count, tick: tick };
})();
