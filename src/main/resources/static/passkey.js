// Passkeys: a form marked data-passkey asks the browser to make one ("create") or to show one ("get"), and is sent with
// the answer in its field "credential". A form marked data-passkey-begin asks the server for the first kind. Where the
// browser has no passkeys, or the page has another address than they belong to, the forms stay hidden.
(function () {
    "use strict";
    var supported = window.isSecureContext && window.PublicKeyCredential && navigator.credentials;

    var EXPIRED = "the session is over";
    // The server takes an answer within ten minutes.
    var FRESH = 5 * 60 * 1000;

    // Octets travel as base64url (RFC 4648, section 5) without padding.
    function octets(text) {
        var binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
        return Uint8Array.from(binary, function (c) { return c.charCodeAt(0); });
    }
    function text(buffer) {
        if (!buffer) { return null; }
        var binary = "";
        new Uint8Array(buffer).forEach(function (octet) { binary += String.fromCharCode(octet); });
        return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    }

    function request(options) {
        options.challenge = octets(options.challenge);
        if (options.user) { options.user.id = octets(options.user.id); }
        (options.excludeCredentials || []).concat(options.allowCredentials || []).forEach(function (one) {
            one.id = octets(one.id);
        });
        return { publicKey: options };
    }
    function answer(credential) {
        var response = credential.response;
        var made = Boolean(response.attestationObject);
        return JSON.stringify({
            id: credential.id,
            rawId: text(credential.rawId),
            type: credential.type,
            clientExtensionResults: {},
            response: made ? {
                clientDataJSON: text(response.clientDataJSON),
                attestationObject: text(response.attestationObject),
                transports: response.getTransports ? response.getTransports() : []
            } : {
                clientDataJSON: text(response.clientDataJSON),
                authenticatorData: text(response.authenticatorData),
                signature: text(response.signature),
                userHandle: text(response.userHandle)
            }
        });
    }

    // The sign-in page asks for its challenge when it is needed: the page may have been open for long.
    function challenge(form) {
        return fetch(form.dataset.options, {
            method: "POST",
            credentials: "same-origin",
            body: new URLSearchParams(new FormData(form))
        }).then(function (reply) {
            if (reply.status === 401) { throw new Error(EXPIRED); }
            if (!reply.ok) { throw new Error("no challenge"); }
            return reply.json();
        });
    }

    function ask(form) {
        return form.dataset.passkey === "create"
            ? navigator.credentials.create(request(JSON.parse(form.dataset.options)))
            : challenge(form).then(function (options) { return navigator.credentials.get(request(options)); });
    }

    function send(form, credential) {
        form.elements.credential.value = answer(credential);
        form.submit();
    }

    // Browsers can offer passkeys with the names that they fill in: the request waits until the user chooses one there.
    // Nothing is shown or said for it on the page, whatever becomes of it: the password and the button work without.
    var offer = new AbortController();
    function offerIn(field, form) {
        var at = 0;
        function begin() {
            var mine = new AbortController();
            offer.abort();
            offer = mine;
            at = Date.now();
            challenge(form).then(function (options) {
                if (mine.signal.aborted) { return null; }
                var asked = request(options);
                asked.mediation = "conditional";
                asked.signal = mine.signal;
                return navigator.credentials.get(asked);
            }).then(function (credential) {
                if (credential && !mine.signal.aborted) { send(form, credential); }
            }).catch(function () { });
        }
        field.addEventListener("focus", function () {
            if (offer.signal.aborted || Date.now() - at > FRESH) { begin(); }
        });
        begin();
    }

    function attach(form) {
        var problem = form.querySelector("[data-problem]");
        var busy = false;
        function go() {
            if (busy) { return; }
            busy = true;
            problem.hidden = true;
            offer.abort();
            ask(form).then(function (credential) {
                send(form, credential);
            }).catch(function (why) {
                busy = false;
                if (why.message === EXPIRED) {
                    window.location.reload();
                    return;
                }
                problem.textContent = why.name === "NotAllowedError" ? form.dataset.cancelled
                    : why.name === "InvalidStateError" && form.dataset.known || form.dataset.failed;
                problem.hidden = false;
            });
        }
        form.addEventListener("submit", function (event) {
            event.preventDefault();
            go();
        });
        form.hidden = false;
        if ("atOnce" in form.dataset) { go(); }
    }

    function belongsHere(form) {
        return form.dataset.origin === window.location.origin;
    }

    var elsewhere = false;
    document.querySelectorAll("[data-passkey-elsewhere]").forEach(function (note) {
        elsewhere = note.dataset.passkeyElsewhere !== window.location.origin;
        note.hidden = !elsewhere;
    });
    document.querySelectorAll("[data-passkey-missing]").forEach(function (note) {
        note.hidden = Boolean(supported) || elsewhere;
    });
    if (!supported) { return; }
    document.querySelectorAll("form[data-passkey-begin]").forEach(function (form) { form.hidden = !belongsHere(form); });
    document.querySelectorAll("form[data-passkey]").forEach(function (form) {
        if (belongsHere(form)) { attach(form); }
    });
    var names = document.querySelector("input[autocomplete~=webauthn]");
    var shows = document.querySelector("form[data-passkey=get]");
    if (names && shows && belongsHere(shows) && window.PublicKeyCredential.isConditionalMediationAvailable) {
        window.PublicKeyCredential.isConditionalMediationAvailable().then(function (can) {
            if (can) { offerIn(names, shows); }
        }).catch(function () { });
    }
})();
