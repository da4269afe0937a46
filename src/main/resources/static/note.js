// Copies the note to a postmaster. Without the right to use the clipboard the text is selected, to be copied by hand.
(function () {
    "use strict";
    var button = document.querySelector("[data-copies]");
    if (!button) { return; }
    var text = document.getElementById(button.dataset.copies);
    button.hidden = false;
    function said() { document.getElementById("copied").textContent = button.dataset.done; }
    button.addEventListener("click", function () {
        text.select();
        if (navigator.clipboard && window.isSecureContext) {
            navigator.clipboard.writeText(text.value).then(said, function () {});
        } else if (document.execCommand("copy")) {
            said();
        }
    });
})();
