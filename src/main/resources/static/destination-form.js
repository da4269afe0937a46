// DANE Support can be chosen only while TLS Support is not None, and MTA-STS Support has no effect then. The server
// judges; this shows it early.
(() => {
    const form = document.querySelector('form[data-dirty-check]');
    const reason = document.getElementById('dane-needs-tls');
    if (!form || !reason) {
        return;
    }
    const inherited = form.dataset.tlsDefault;
    const update = () => {
        const tls = form.querySelector('input[name="tls"]:checked');
        const value = tls && tls.value !== '' ? tls.value : inherited;
        const off = value === 'NONE';
        form.querySelectorAll('input[name="dane"]').forEach((input) => {
            input.disabled = off && input.value !== 'NONE' && input.value !== '';
            if (input.disabled && input.checked) {
                form.querySelector('input[name="dane"][value="NONE"]').checked = true;
            }
        });
        form.querySelectorAll('input[name="mtaSts"]').forEach((input) => {
            input.disabled = off && !input.checked;
        });
        reason.hidden = !off;
    };
    form.addEventListener('change', update);
    update();
})();
