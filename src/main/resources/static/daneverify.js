// Shows the lines of a verification while it runs. Without script the form shows the whole result at once.
(function () {
    "use strict";
    var form = document.getElementById("daneverify");
    if (!form || !window.fetch || !window.ReadableStream) { return; }
    var left = document.getElementById("daneverify-left");
    var right = document.getElementById("daneverify-right");
    var transcript = document.getElementById("transcript");
    var evidence = document.getElementById("evidence");
    var state = document.getElementById("daneverify-state");
    var below = document.getElementById("daneverify-sts");
    var sts = document.getElementById("mta-sts");
    var button = form.querySelector("button");
    var field = document.getElementById("domain");
    var fault = document.getElementById("domain-error");

    function take(text) {
        if (!text.trim()) { return; }
        var part = JSON.parse(text);
        if (part.line) {
            var line = document.createElement("span");
            line.className = "line";
            line.textContent = part.line + "\n";
            transcript.append(line);
        }
        if (part.fault) { complain(part.fault); }
        if (part.mtaSts) {
            sts.innerHTML = part.mtaSts;
            below.hidden = false;
        }
        if (part.problem) { left.hidden = true; state.textContent = part.problem; }
        if (part.evidence) {
            // The server's own template, escaped there.
            evidence.innerHTML = part.evidence;
            right.hidden = false;
            state.textContent = part.verdict.replace(/_/g, " ");
        }
    }

    function complain(text) {
        fault.textContent = text && "▲ " + text;
        field.classList.toggle("is-invalid", text !== "");
        if (text) {
            field.setAttribute("aria-invalid", "true");
            left.hidden = true;
            field.focus();
        } else {
            field.removeAttribute("aria-invalid");
        }
    }

    async function run() {
        var answer = await fetch(form.dataset.stream, {
            method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin", redirect: "error"
        });
        // The session has ended: the sign-in page says why and leads back to this domain.
        if (answer.status === 401 || answer.status === 403) {
            window.location.assign(window.location.pathname + "?domain=" + encodeURIComponent(field.value));
        }
        if (!answer.ok || !answer.body) { throw new Error("status " + answer.status); }
        var reader = answer.body.getReader(), decoder = new TextDecoder(), rest = "";
        for (;;) {
            var piece = await reader.read();
            rest += decoder.decode(piece.value || new Uint8Array(), { stream: !piece.done });
            var lines = rest.split("\n");
            rest = lines.pop();
            lines.forEach(take);
            if (piece.done) { take(rest); return; }
        }
    }

    form.addEventListener("submit", function (event) {
        event.preventDefault();
        if (button.disabled) { return; }
        button.disabled = true;
        transcript.textContent = "";
        evidence.textContent = "";
        sts.textContent = "";
        below.hidden = true;
        complain("");
        left.hidden = false;
        right.hidden = true;
        state.textContent = form.dataset.running;
        run().catch(function () {
            state.textContent = form.dataset.cutOff;
        }).finally(function () {
            button.disabled = false;
            if (state.textContent === form.dataset.running) { state.textContent = ""; }
        });
    });

    // Who comes by the button of a destination has asked already.
    if (new URLSearchParams(window.location.search).get("domain") && !transcript.textContent) { form.requestSubmit(); }
})();
