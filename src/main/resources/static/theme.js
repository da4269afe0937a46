// Sets the theme before the first paint. The choice lives in the cookie "theme": auto, light or dark.
// Where the console stands below a path, this script does too: what belongs to it is kept under that path.
(function () {
    "use strict";
    var root = document.documentElement;
    var base = new URL(document.currentScript.src).pathname.replace(/[^/]*$/, "");
    window.danegateBase = base;
    var dark = window.matchMedia("(prefers-color-scheme: dark)");
    function chosen() {
        var found = document.cookie.match(/(?:^|; )theme=(auto|light|dark)/);
        return found ? found[1] : "auto";
    }
    function show() {
        var theme = chosen();
        root.dataset.theme = theme;
        root.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    }
    show();
    dark.addEventListener("change", show);
    window.danegateTheme = {
        chosen: chosen,
        choose: function (theme) {
            document.cookie = "theme=" + theme + "; path=" + base + "; max-age=31536000; samesite=strict"
                + (window.location.protocol === "https:" ? "; secure" : "");
            show();
        }
    };
})();
