// Keeps the rows of Delivery Status current. The server says that something changed; the page then asks for its rows
// with the filter and order of its own address, gets those that became otherwise, and patches them in place.
(function () {
    "use strict";
    var line = document.getElementById("live-line");
    var live = document.getElementById("live");
    if (!line || !live) { return; }
    var text = document.getElementById("live-text");
    var pause = line.querySelector("[data-pause]");
    var resort = document.getElementById("resort");
    var announce = document.getElementById("announce");
    var stream = null, waiting = 0, delay = 1000, paused = false, pointer = false;
    var heard = Date.now(), asking = false, again = false;
    var announced = Date.now(), told = sums(live), cut = false;

    function words(name, place) { return line.dataset[name].replace("{0}", place); }
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
    // For who hears the page: only what was not said already.
    function tell(what) {
        if (what !== told) { told = what; announce.textContent = what; }
    }
    function offerResort(moved) {
        if (moved === 0 && document.activeElement === resort) { pause.focus(); }
        resort.hidden = moved === 0;
        if (moved > 0) { resort.textContent = words("moved", moved); }
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
            } else if (fresh && fresh !== row && !same(fresh, row)) {
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
        live.replaceChildren.apply(live, Array.from(fresh.childNodes));
        newest = {};
        offerResort(0);
    }
    function patch(row, fresh) {
        Array.from(fresh.children).forEach(function (cell, i) {
            if (row.children[i] && row.children[i].innerHTML !== cell.innerHTML) {
                if (row.children[i].contains(document.activeElement)) { return; }
                row.children[i].innerHTML = cell.innerHTML;
            }
        });
    }
    function renew(part, fresh) {
        var old = live.querySelector(part), now = fresh.querySelector(part);
        if (old && now && old.innerHTML !== now.innerHTML) { old.innerHTML = now.innerHTML; }
    }
    function show(html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live");
        if (!fresh) { throw new Error("signed out"); }
        if (Date.now() - announced > 30000) {
            announced = Date.now();
            tell(sums(fresh));
        }
        take(fresh);
        if (!complete()) { number = "0"; again = true; return; }
        number = fresh.dataset.number;
        if (!frozen() && (!fresh.dataset.part || !live.querySelector("tbody"))) { replaceAll(fresh); return; }
        renew("#totals", fresh);
        if (!frozen()) { renew("caption", fresh); arrange(); return; }
        rowsOf(live).forEach(function (row) {
            if (newest[row.dataset.domain]) { patch(row, newest[row.dataset.domain]); }
        });
        var before = names(live);
        offerResort(order.filter(function (name, i) { return before[i] !== name; }).length);
    }
    function refresh() {
        if (asking) { again = true; return; }
        asking = true;
        var address = line.dataset.rows + (location.search || "?") + "&view=" + line.dataset.view + "&seen=" + number;
        fetch(address, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                // The session has ended: the page itself is led to the sign-in page, which says why.
                if (answer.status === 401) { window.danegateEnded(); }
                if (!answer.ok || answer.redirected) { throw new Error("no rows"); }
                return answer.text();
            })
            .then(function (html) { if (!paused) { show(html); said(); } })
            .catch(lost)
            .finally(function () { asking = false; if (again) { again = false; refresh(); } });
    }
    function said() {
        heard = Date.now();
        text.textContent = words("live", clock(heard));
        if (cut) { cut = false; tell(text.textContent); }
    }
    function close() {
        clearTimeout(waiting);
        if (stream) { stream.close(); stream = null; }
    }
    function lost() {
        close();
        if (paused || document.hidden) { return; }
        text.textContent = words("lost", clock(heard));
        cut = true;
        tell(text.textContent);
        waiting = setTimeout(open, delay);
        delay = Math.min(delay * 2, 30000);
    }
    function open() {
        close();
        if (paused || document.hidden) { return; }
        stream = new EventSource(line.dataset.stream);
        stream.addEventListener("changed", function () { heard = Date.now(); delay = 1000; refresh(); });
        stream.addEventListener("alive", function () { heard = Date.now(); delay = 1000; });
        // A stream that was refused does not say why; asking for the rows does.
        stream.onerror = function () {
            if (stream && stream.readyState === EventSource.CLOSED) { refresh(); }
            lost();
        };
    }
    setInterval(function () {
        if (stream && !document.hidden && Date.now() - heard > 10000) { lost(); }
    }, 1000);
    live.addEventListener("pointerover", function (event) { pointer = !!event.target.closest(".table-box"); });
    live.addEventListener("pointerleave", function () { pointer = false; });
    resort.addEventListener("click", function () {
        if (live.querySelector("tbody") && order.length && complete()) { arrange(); } else { number = "0"; refresh(); }
    });
    var pauseWord = pause.textContent;
    pause.hidden = false;
    pause.addEventListener("click", function () {
        paused = !paused;
        pause.textContent = paused ? line.dataset.resume : pauseWord;
        if (paused) { close(); text.textContent = words("paused", clock(Date.now())); } else { heard = Date.now(); open(); }
    });
    document.addEventListener("visibilitychange", function () {
        if (document.hidden) { close(); } else { heard = Date.now(); delay = 1000; open(); }
    });
    open();
})();
