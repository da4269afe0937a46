// The console works without this file; it adds theme choice, dialogs, keys and a warning before input is lost.
(function () {
    "use strict";

    function all(selector, scope) { return Array.prototype.slice.call((scope || document).querySelectorAll(selector)); }

    // Parts that make no sense without script.
    all("[data-needs-script]").forEach(function (part) { part.hidden = false; });

    // Theme.
    var theme = document.getElementById("theme");
    if (theme) {
        theme.value = window.danegateTheme.chosen();
        theme.addEventListener("change", function () { window.danegateTheme.choose(theme.value); });
    }

    // What was not taken has the focus: the summary of faults, or else the first field at fault. Otherwise the message
    // of what was done has it, so that it is read out and the next Tab stays in the page.
    var summary = document.querySelector(".error-summary[data-focus]") || document.querySelector("main [aria-invalid=true]")
        || document.querySelector("[data-focus]");
    if (summary) { summary.focus(); }

    // A dialog that closes gives the focus back; where its opener stands in a menu that is closed by then, to the menu.
    function ask(dialog, opener) {
        dialog.showModal();
        dialog.addEventListener("close", function () {
            var has = document.activeElement;
            if (has && has !== document.body && !dialog.contains(has)) { return; }
            var menu = opener.closest("details:not([open])");
            (menu ? menu.querySelector("summary") : opener).focus();
        }, { once: true });
    }

    // Menus close with Escape; the account's also when the focus leaves it, so that it hides nothing that has the focus.
    document.addEventListener("keydown", function (event) {
        var menu = event.key === "Escape" && event.target.closest("details.user[open], details.menu-narrow[open]");
        if (menu) {
            menu.open = false;
            menu.querySelector("summary").focus();
        }
    });
    all("details.user").forEach(function (menu) {
        menu.addEventListener("focusout", function (event) {
            if (event.relatedTarget && !menu.contains(event.relatedTarget)) { menu.open = false; }
        });
    });

    // Dialogs; without script they open by :target.
    document.addEventListener("click", function (event) {
        var opener = event.target.closest("[data-dialog]");
        if (opener) {
            var dialog = document.getElementById(opener.dataset.dialog);
            if (dialog && dialog.showModal) { event.preventDefault(); ask(dialog, opener); }
            return;
        }
        var closer = event.target.closest("[data-close]");
        if (closer) { event.preventDefault(); closer.closest("dialog").close(); return; }
        all("details.user[open]").forEach(function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
    });

    // An address that names a dialog opens it. Its place is taken from the address first: otherwise the dialog would
    // stay visible as :target after it is closed.
    var asked = document.getElementById(window.location.hash.slice(1));
    if (asked && asked.matches("dialog.dialog:not([open])") && asked.showModal) {
        window.location.replace("#");
        ask(asked, document.querySelector('[data-dialog="' + asked.id + '"]') || document.getElementById("main"));
    }

    // Typing a maximum chooses its radio button.
    document.addEventListener("input", function (event) {
        var chooses = event.target.dataset && event.target.dataset.chooses;
        var radio = chooses && (document.getElementById(chooses)
            || document.querySelector('input[type=radio][name="' + chooses + '"][value=false]'));
        if (radio) { radio.checked = true; }
    });

    // A file that the server would not read to its end is told before it is sent, while nothing is lost yet.
    document.addEventListener("change", function (event) {
        var field = event.target, limit = /^(\d+)(KB|MB|GB)?$/i.exec(field.dataset && field.dataset.largest || "");
        if (!limit || field.type !== "file") { return; }
        var octets = limit[1] * Math.pow(1024, ["", "KB", "MB", "GB"].indexOf((limit[2] || "").toUpperCase()));
        var large = Array.prototype.some.call(field.files, function (file) { return file.size > octets; });
        field.setCustomValidity(large ? field.dataset.tooLarge : "");
        if (large) { field.reportValidity(); }
    });

    // A form is sent only when somebody is still signed in, with the token of the session that there is now: one may
    // have ended at any moment, by time, by another sign-in, by a restart. Otherwise nothing is sent and nothing typed
    // is lost.
    var signedOut = document.getElementById("signed-out"), asking = false, sure = null;
    function keep(why) {
        all("dialog[open]").forEach(function (dialog) { dialog.close(); });
        all("[data-why]", signedOut).forEach(function (part) { part.hidden = part.dataset.why !== why; });
        signedOut.hidden = false;
        signedOut.focus();
    }
    document.addEventListener("submit", function (event) {
        var form = event.target, button = event.submitter, token = form.elements._csrf;
        if (event.defaultPrevented || !signedOut || !token || form.matches("[action$='/sign-out']")) { return; }
        if (sure === form) { sure = null; return; }
        event.preventDefault();
        event.stopImmediatePropagation();
        if (asking) { return; }
        asking = true;
        fetch(signedOut.dataset.token, { credentials: "same-origin", cache: "no-store", redirect: "manual" })
            .then(function (answer) {
                // Whoever has a step of signing in left is led to it.
                if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
                    keep("ended");
                    return null;
                }
                if (!answer.ok) { throw new Error("no token"); }
                return answer.text().then(function (now) {
                    token.value = now;
                    signedOut.hidden = true;
                    sure = form;
                    form.requestSubmit(button && button.form === form ? button : null);
                    sure = null;
                });
            })
            .catch(function () { keep("silent"); })
            .finally(function () { asking = false; });
    });

    // A page whose rows cannot be renewed because the session has ended is loaded anew, which leads to sign-in and
    // back; where something was typed meanwhile, it stays.
    var typed = false;
    document.addEventListener("input", function (event) {
        if (event.target.closest("main, dialog, .search") && event.target.id !== "theme") { typed = true; }
    });
    window.danegateEnded = function () {
        if (!typed || !signedOut) { dirty = false; window.location.reload(); return; }
        if (signedOut.hidden) { keep("ended"); }
    };

    // A comment begun before other pages are looked at is there again afterwards, in this tab alone.
    all("[data-keep]").forEach(function (field) {
        var name = "danegate-" + field.dataset.keep + window.danegateBase, tab = window.sessionStorage;
        if (!field.value) { field.value = tab.getItem(name) || ""; }
        field.addEventListener("input", function () { tab.setItem(name, field.value); });
        field.form.addEventListener("submit", function () { if (sure === field.form) { tab.removeItem(name); } });
    });

    // A form marked data-dirty-check warns before its input is lost.
    var dirty = false;
    document.addEventListener("input", function (event) { if (event.target.closest("form[data-dirty-check]")) { dirty = true; } });
    document.addEventListener("submit", function () { dirty = false; });
    window.addEventListener("beforeunload", function (event) { if (dirty) { event.preventDefault(); } });

    // Keys.
    var base = window.danegateBase, waiting = null;
    var storage = window.localStorage, off = "danegate-keys-off" + (base === "/" ? "" : base);
    var places = { d: "monitor/delivery-status", c: "mail-policies/destinations", n: "network/dns" };
    var keysOn = document.getElementById("keys-on");
    if (keysOn) {
        keysOn.checked = !storage.getItem(off);
        keysOn.addEventListener("change", function () {
            if (keysOn.checked) { storage.removeItem(off); } else { storage.setItem(off, "1"); }
        });
    }
    function step(by) {
        var rows = all("main tbody tr, main .results > li").filter(function (row) { return row.querySelector("a[href]"); });
        var links = rows.map(function (row) { return row.querySelector("a[href]"); });
        if (!links.length) { return; }
        var at = rows.findIndex(function (row) { return row.contains(document.activeElement); });
        links[Math.max(0, Math.min(links.length - 1, at + by))].focus();
    }
    function typeInto(selector, event) {
        var field = document.querySelector(selector);
        if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
    function click(selector) {
        var target = document.querySelector(selector);
        if (target) { target.click(); }
    }
    document.addEventListener("keydown", function (event) {
        if (event.ctrlKey || event.metaKey || event.altKey || storage.getItem(off)) { return; }
        if (event.target.closest("input, textarea, select, dialog[open]")) { return; }
        if (waiting) {
            clearTimeout(waiting);
            waiting = null;
            if (places[event.key]) { event.preventDefault(); window.location.assign(base + places[event.key]); return; }
        }
        switch (event.key) {
            case "g": waiting = setTimeout(function () { waiting = null; }, 1200); break;
            case "/": typeInto("#search", event); break;
            case "f": typeInto("main input[type=search]", event); break;
            case "j": step(1); break;
            case "k": step(-1); break;
            case "v": window.location.assign(base + "monitor/daneverify"); break;
            case ".": click("[data-pause]"); break;
            case "?": {
                var keys = document.getElementById("keys");
                if (keys) { keys.showModal(); }
                break;
            }
        }
    });
})();
