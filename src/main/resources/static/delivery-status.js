// Keeps the rows of Delivery Status current. The server says that something changed; the page then asks for its rows
// with the filter and order of its own address and patches them in place.
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
    var heard = Date.now(), asking = false, again = false, wanted = null;
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

    function replaceAll(fresh) {
        live.replaceChildren.apply(live, Array.from(fresh.childNodes));
        offerResort(0);
        wanted = null;
    }
    function patch(row, fresh) {
        Array.from(fresh.children).forEach(function (cell, i) {
            if (row.children[i] && row.children[i].innerHTML !== cell.innerHTML) {
                if (row.children[i].contains(document.activeElement)) { return; }
                row.children[i].innerHTML = cell.innerHTML;
            }
        });
    }
    function show(html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("live");
        if (!fresh) { throw new Error("signed out"); }
        var totals = fresh.querySelector("#totals");
        if (Date.now() - announced > 30000) {
            announced = Date.now();
            tell(sums(fresh));
        }
        if (!frozen()) { replaceAll(fresh); return; }
        live.querySelector("#totals").innerHTML = totals.innerHTML;
        var byName = {};
        rowsOf(fresh).forEach(function (row) { byName[row.dataset.domain] = row; });
        rowsOf(live).forEach(function (row) {
            if (byName[row.dataset.domain]) { patch(row, byName[row.dataset.domain]); }
        });
        var before = names(live);
        var moved = names(fresh).filter(function (name, i) { return before[i] !== name; }).length;
        wanted = html;
        offerResort(moved);
    }
    function refresh() {
        if (asking) { again = true; return; }
        asking = true;
        fetch(line.dataset.rows + location.search, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                // The session has ended: the page itself is led to the sign-in page, which says why.
                if (answer.status === 401) { window.location.reload(); }
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
        if (wanted) { replaceAll(new DOMParser().parseFromString(wanted, "text/html").getElementById("live")); }
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
