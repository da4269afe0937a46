// Renews the rows of the nodes, unless somebody is about to press a button in them.
(function () {
    "use strict";
    var box = document.getElementById("nodes");
    if (!box || !window.fetch) { return; }

    function later(delay) { setTimeout(renew, delay); }

    function renew() {
        if (document.hidden || box.contains(document.activeElement)) { later(2000); return; }
        fetch(box.dataset.address, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } })
            .then(function (answer) {
                if (answer.status === 401) { window.location.reload(); }
                if (!answer.ok || answer.redirected) { throw new Error("status " + answer.status); }
                return answer.text();
            })
            .then(function (html) {
                // The server's own template, escaped there.
                if (!box.contains(document.activeElement)) { box.innerHTML = html; }
                later(2000);
            })
            .catch(function () { later(10000); });
    }
    later(2000);
})();
