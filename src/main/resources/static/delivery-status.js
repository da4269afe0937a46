// Keeps the rows of Delivery Status current (live.js): it asks for them with the filter and order of its own address,
// gets those that became otherwise, and patches them in place.
(function () {
    "use strict";
    var line = document.getElementById("live-line");
    var live = document.getElementById("live");
    if (!line || !live) { return; }
    var resort = document.getElementById("resort");
    var pointer = false, announced = Date.now(), told = sums(live);

    function clock(time) { return new Date(time).toLocaleTimeString(document.documentElement.lang); }
    function frozen() {
        return live.contains(document.activeElement) || pointer && live.querySelector(".table-box") !== null;
    }
    // The totals in words.
    function sums(root) {
        return Array.from(root.querySelectorAll("#totals .tile")).slice(0, 3).map(function (tile) {
            return tile.querySelector("dt").textContent + " " + tile.querySelector("dd").textContent;
        }).join(", ");
    }
    function offerResort(moved) {
        if (moved === 0 && document.activeElement === resort) { stream.pause.focus(); }
        resort.hidden = moved === 0;
        if (moved > 0) { resort.textContent = line.dataset.moved.replace("{0}", moved); }
    }
    function rowsOf(root) { return Array.from(root.querySelectorAll("tbody tr[data-domain]")); }
    function names(root) { return rowsOf(root).map(function (row) { return row.dataset.domain; }); }

    // The newest rows by domain and their order, whether they are shown by now or wait for a "Re-sort".
    var newest = {}, order = names(live), number = live.dataset.number || "0";

    function take(fresh) {
        if (!fresh.dataset.part) {
            newest = {};
            order = names(fresh);
        } else if (fresh.dataset.order) {
            order = fresh.dataset.order.split(" ");
        }
        rowsOf(fresh).forEach(function (row) { newest[row.dataset.domain] = row; });
    }
    // A part of the rows can only be put among those that are there.
    function complete() {
        var there = {};
        rowsOf(live).forEach(function (row) { there[row.dataset.domain] = true; });
        return order.every(function (name) { return newest[name] || there[name]; });
    }
    function same(one, other) { return one.innerHTML === other.innerHTML; }
    // What was opened or ticked in a row stays so in the newer one.
    function carry(row, fresh) {
        ["details.why", "details.row-menu"].forEach(function (part) {
            var old = row.querySelector(part), now = fresh.querySelector(part);
            if (old && now) { now.open = old.open; }
        });
        var old = tick(row), now = tick(fresh);
        if (old && now) { now.checked = old.checked; }
    }
    // Rows that did not change are left alone; one that moved is moved.
    function arrange() {
        var body = live.querySelector("tbody"), there = {}, wanted = {};
        order.forEach(function (name) { wanted[name] = true; });
        rowsOf(live).forEach(function (row) {
            if (wanted[row.dataset.domain]) { there[row.dataset.domain] = row; } else { row.remove(); }
        });
        var next = body.firstElementChild;
        order.forEach(function (name) {
            var row = there[name], fresh = newest[name];
            if (!row) {
                row = fresh;
            } else if (fresh && fresh !== row && (carry(row, fresh), !same(fresh, row))) {
                if (next === row) { next = fresh; }
                row.replaceWith(fresh);
                row = fresh;
            }
            if (row === next) { next = next.nextElementSibling; } else { body.insertBefore(row, next); }
        });
        newest = {};
        offerResort(0);
    }
    function replaceAll(fresh) {
        var there = {};
        rowsOf(live).forEach(function (row) { there[row.dataset.domain] = row; });
        rowsOf(fresh).forEach(function (row) {
            if (there[row.dataset.domain]) { carry(there[row.dataset.domain], row); }
        });
        live.replaceChildren.apply(live, Array.from(fresh.childNodes));
        newest = {};
        offerResort(0);
        live.querySelectorAll("[data-needs-script]").forEach(function (part) { part.hidden = false; });
    }
    function patch(row, fresh) {
        carry(row, fresh);
        Array.from(fresh.children).forEach(function (cell, i) {
            if (row.children[i] && row.children[i].innerHTML !== cell.innerHTML) {
                // The tick is what somebody did, not what the server knows.
                if (row.children[i].contains(document.activeElement) || cell.classList.contains("tick")) { return; }
                row.children[i].innerHTML = cell.innerHTML;
            }
        });
    }
    function renew(part, fresh) {
        var old = live.querySelector(part), now = fresh.querySelector(part);
        if (old && now && old.innerHTML !== now.innerHTML && !old.contains(document.activeElement)) {
            old.innerHTML = now.innerHTML;
        }
    }
    function show(html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live");
        if (!fresh) { throw new Error("signed out"); }
        if (Date.now() - announced > 30000) {
            announced = Date.now();
            if (sums(fresh) !== told) { told = sums(fresh); stream.tell(told); }
        }
        take(fresh);
        if (!complete()) { number = "0"; stream.again(); return; }
        number = fresh.dataset.number;
        if (rule && fresh.dataset.rule) { rule.textContent = fresh.dataset.rule; }
        if (!frozen() && (!fresh.dataset.part || !live.querySelector("tbody"))) { replaceAll(fresh); count(); return; }
        renew("#totals", fresh);
        renew("#pager", fresh);
        if (!frozen()) { renew("caption", fresh); arrange(); count(); return; }
        rowsOf(live).forEach(function (row) {
            if (newest[row.dataset.domain]) { patch(row, newest[row.dataset.domain]); }
        });
        var before = names(live);
        offerResort(order.filter(function (name, i) { return before[i] !== name; }).length);
    }
    var rule = document.getElementById("rule"), tick = window.danegateRows.tick, count = window.danegateRows.count;

    live.addEventListener("pointerover", function (event) { pointer = !!event.target.closest(".table-box"); });
    live.addEventListener("pointerleave", function () { pointer = false; });
    resort.addEventListener("click", function () {
        if (live.querySelector("tbody") && order.length && complete()) { arrange(); } else { number = "0"; stream.refresh(); }
    });
    var stream = window.danegateLive({
        address: function () {
            return line.dataset.rows + (location.search || "?") + "&view=" + line.dataset.view + "&seen=" + number;
        },
        show: show,
        stamp: clock
    });
})();
