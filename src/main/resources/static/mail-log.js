// Keeps the lines of a log current. Asks for them while the page is seen and not paused; the server answers only when
// something was written. After a failure it says since when the page is not live and asks again, more and more rarely.
(function () {
    "use strict";
    var box = document.getElementById("log-live");
    var state = document.getElementById("log-state");
    var pause = document.getElementById("log-pause");
    if (!box || !state || !pause || !box.dataset.lines) { return; }
    var every = Number(box.dataset.every), delay = every, timer = 0, paused = false, heard = Date.now(), said = "";

    function clock(time) { return new Date(time).toLocaleTimeString(document.documentElement.lang || undefined); }
    function say(what, time) {
        var text = (state.dataset[what] || "").replace("{0}", time ? clock(time) : "");
        if (text !== said) { said = text; state.textContent = text; }
    }
    function later() {
        clearTimeout(timer);
        if (!paused && !document.hidden) { timer = setTimeout(ask, delay); }
    }
    function lines() { return box.querySelector(".log-lines"); }
    function toEnd() {
        var shown = lines();
        if (shown) { shown.scrollTop = shown.scrollHeight; }
    }
    function show(html) {
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("log");
        if (!fresh) { throw new Error("signed out"); }
        var shown = lines();
        var atEnd = !shown || shown.scrollHeight - shown.scrollTop - shown.clientHeight < 40;
        var top = shown ? shown.scrollTop : 0;
        var focused = shown && shown === document.activeElement;
        // A selection or a focused link in the lines is somebody at work: the lines wait for the next time.
        if (shown && !focused && shown.contains(document.activeElement)) { return; }
        if (shown && !window.getSelection().isCollapsed && shown.contains(window.getSelection().anchorNode)) { return; }
        box.replaceChildren(fresh);
        shown = lines();
        if (shown) {
            if (focused) { shown.focus({ preventScroll: true }); }
            if (atEnd) { toEnd(); } else { shown.scrollTop = top; }
        }
    }
    function ask() {
        var stamp = document.getElementById("log").dataset.stamp || "";
        fetch(box.dataset.lines + "&seen=" + encodeURIComponent(stamp), { credentials: "same-origin", cache: "no-store", redirect: "error" })
            .then(function (answer) {
                if (answer.status === 304) { return null; }
                // The session has ended: the page itself is led to the sign-in page, which says why.
                if (answer.status === 401) { window.danegateEnded(); }
                if (!answer.ok) { throw new Error("no lines"); }
                return answer.text();
            })
            .then(function (html) {
                if (paused) { return; }
                if (html !== null) { show(html); }
                heard = Date.now();
                delay = every;
                say("live");
            })
            .catch(function () {
                if (paused) { return; }
                say("lost", heard);
                delay = Math.min(delay * 2, 30000);
            })
            .finally(later);
    }
    pause.hidden = false;
    pause.addEventListener("click", function () {
        paused = !paused;
        pause.textContent = paused ? pause.dataset.resume : pause.dataset.pauseText;
        if (paused) { clearTimeout(timer); say("paused", Date.now()); } else { delay = every; ask(); }
    });
    document.addEventListener("visibilitychange", function () {
        clearTimeout(timer);
        if (!document.hidden && !paused) { delay = every; ask(); }
    });
    say("live");
    toEnd();
    later();
})();
