// Fills parts of a page with fragments of the server, and keeps them current. Without script the page has links to the
// same content.
//   data-part    address of the fragment
//   data-start   address that is posted to first, which starts what the fragment tells of
// A fragment whose first element has data-again is asked for again after as many milliseconds; the text of its data-news
// is read out when it changes.
(function () {
    "use strict";

    function get(part) {
        return fetch(part.dataset.part, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    }

    function start(part) {
        var token = document.querySelector("input[name=_csrf]");
        return fetch(part.dataset.start, {
            method: "POST", credentials: "same-origin", redirect: "error",
            body: new URLSearchParams(token ? { _csrf: token.value } : {})
        });
    }

    function fill(part, html) {
        // What somebody is about to press is not taken from under the pointer or the focus; open details stay open.
        if (part.contains(document.activeElement)) { return; }
        var open = part.querySelector("details[open]") !== null;
        part.querySelector(".part-content").innerHTML = html;
        var details = part.querySelector("details");
        if (open && details) { details.open = true; }
    }

    function tell(part, shown) {
        var news = shown && shown.dataset.news || "", line = part.querySelector(".part-news");
        if (line.textContent !== news) { line.textContent = news; }
    }

    function keep(part, asked) {
        asked.then(function (answer) {
            if (answer.status === 401) { window.danegateEnded(); }
            if (!answer.ok || answer.redirected) { throw new Error("no answer"); }
            return answer.text();
        }).then(function (html) {
            // The server's own template, escaped there.
            var holder = document.createElement("template");
            holder.innerHTML = html;
            var shown = holder.content.querySelector("[data-again], [data-news]");
            fill(part, html);
            tell(part, shown);
            if (shown && shown.dataset.again) { later(part, Number(shown.dataset.again)); }
        }).catch(function () { later(part, 15000); });
    }

    function later(part, delay) {
        setTimeout(function () {
            if (document.hidden) { later(part, delay); } else { keep(part, get(part)); }
        }, delay);
    }

    document.querySelectorAll("[data-part]").forEach(function (part) {
        if (part.hasAttribute("data-filled")) { later(part, 10000); return; }
        keep(part, part.dataset.start ? start(part) : get(part));
    });
}());
