// Passkeys: a form marked data-passkey asks the browser to make one ("create") or to show one ("get"), and is sent with
// the answer in its field "credential". Where the browser has no passkeys, or the page has another address than they
// belong to, the form stays hidden.
(function () {
    "use strict";
    var supported = window.isSecureContext && window.PublicKeyCredential && navigator.credentials;

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
            if (reply.status === 401) { window.location.reload(); }
            if (!reply.ok) { throw new Error("no challenge"); }
            return reply.json();
        });
    }

    function ask(form) {
        return form.dataset.passkey === "create"
            ? navigator.credentials.create(request(JSON.parse(form.dataset.options)))
            : challenge(form).then(function (options) { return navigator.credentials.get(request(options)); });
    }

    function attach(form) {
        var problem = form.querySelector("[data-problem]");
        var busy = false;
        function go() {
            if (busy) { return; }
            busy = true;
            problem.hidden = true;
            ask(form).then(function (credential) {
                form.elements.credential.value = answer(credential);
                form.submit();
            }).catch(function (why) {
                busy = false;
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

    if (!supported) { return; }
    document.querySelectorAll("[data-passkey-missing]").forEach(function (note) { note.hidden = true; });
    document.querySelectorAll("form[data-passkey]").forEach(function (form) {
        if (form.dataset.origin === window.location.origin) { attach(form); }
    });
})();
