// Renews the progress of a run. At its end the page is loaded again, unless somebody is at work in it.
(function () {
    "use strict";
    var box = document.getElementById("run-progress");
    if (!box || !box.dataset.running || !window.fetch) { return; }

    function over() {
        var at = document.activeElement;
        if (!at || at === document.body || at.id === "main" || at.classList.contains("flash")) {
            window.location.reload();
            return;
        }
        document.getElementById("run-news").textContent = box.dataset.ended;
    }

    function renew() {
        if (document.hidden) { setTimeout(renew, 2000); return; }
        fetch(box.dataset.address, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                if (answer.status === 401) { window.location.reload(); }
                if (!answer.ok || answer.redirected) { throw new Error("status " + answer.status); }
                return answer.text();
            })
            .then(function (html) {
                // The server's own template, escaped there.
                box.innerHTML = html;
                if (box.firstElementChild.dataset.running) { setTimeout(renew, 2000); } else { over(); }
            })
            .catch(function () { setTimeout(renew, 10000); });
    }
    setTimeout(renew, 1000);
})();
