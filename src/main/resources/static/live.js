// Keeps a page current. The server says over a stream that something changed; the page then asks for its parts and shows
// them. The page's #live-line says whether it is live, and its button pauses that.
//   page.address()    what to ask for
//   page.show(html)   takes the answer
//   page.stamp()      what the words of the line are filled with
// Answers with refresh(), again() (ask once more after this answer), tell(what) and pause (the button).
window.danegateLive = function (page) {
    "use strict";
    var line = document.getElementById("live-line");
    var text = document.getElementById("live-text");
    var pause = line.querySelector("[data-pause]");
    var announce = document.getElementById("announce");
    var stream = null, waiting = 0, delay = 1000, paused = false;
    var heard = Date.now(), asking = false, again = false, cut = false, told = "";

    function words(name) { return line.dataset[name].replace("{0}", page.stamp(heard)); }
    // For who hears the page: only what was not said already.
    function tell(what) {
        if (what !== told) { told = what; announce.textContent = what; }
    }
    function refresh() {
        if (asking) { again = true; return; }
        asking = true;
        fetch(page.address(), { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                // The session has ended: the page itself is led to the sign-in page, which says why.
                if (answer.status === 401) { window.danegateEnded(); }
                if (!answer.ok || answer.redirected) { throw new Error("no answer"); }
                return answer.text();
            })
            .then(function (html) { if (!paused) { page.show(html); said(); } })
            .catch(lost)
            .finally(function () { asking = false; if (again) { again = false; refresh(); } });
    }
    function said() {
        heard = Date.now();
        text.textContent = words("live");
        if (cut) { cut = false; tell(text.textContent); }
    }
    function close() {
        clearTimeout(waiting);
        if (stream) { stream.close(); stream = null; }
    }
    function lost() {
        close();
        if (paused || document.hidden) { return; }
        text.textContent = words("lost");
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
        // A stream that was refused does not say why; asking for the parts does.
        stream.onerror = function () {
            if (stream && stream.readyState === EventSource.CLOSED) { refresh(); }
            lost();
        };
    }
    setInterval(function () {
        if (stream && !document.hidden && Date.now() - heard > 10000) { lost(); }
    }, 1000);
    var pauseWord = pause.textContent;
    pause.hidden = false;
    pause.addEventListener("click", function () {
        paused = !paused;
        pause.textContent = paused ? line.dataset.resume : pauseWord;
        if (!paused) { heard = Date.now(); open(); return; }
        close();
        heard = Date.now();
        text.textContent = words("paused");
    });
    document.addEventListener("visibilitychange", function () {
        if (document.hidden) { close(); } else { heard = Date.now(); delay = 1000; open(); }
    });
    open();
    return { refresh: refresh, again: function () { again = true; }, tell: tell, pause: pause };
};
