// Shows the description of the API, in the theme of the console.
(function () {
    "use strict";
    var root = document.documentElement;
    function theme() {
        root.classList.toggle("dark-mode", root.dataset.bsTheme === "dark");
    }
    theme();
    new MutationObserver(theme).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
    window.SwaggerUIBundle({
        url: window.danegateBase + "v3/api-docs",
        dom_id: "#swagger-ui",
        deepLinking: true,
        docExpansion: "list",
        defaultModelsExpandDepth: 0,
        validatorUrl: null,
        persistAuthorization: false
    });
})();
