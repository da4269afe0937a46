package org.danegate.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.function.Consumer;

/// Pages that only a form leads to: confirmations, forms that come back with faults, results, and refusals. Nothing
/// here changes the policy or the queue. The ways do not depend on the language.
final class PostedPages {

    private PostedPages() {}

    /// @param name of the pictures
    /// @param from the address of the form
    /// @param send fills the form and sends it
    record Way(String name, String from, Consumer<Page> send) {}

    /// @param waiting a destination that a message waits for
    static List<Way> ways(String waiting) {
        String queue = "/monitor/delivery-queue?destination=" + waiting;
        return List.of(
                new Way("destinations-delete", LIST, ticked("button:not([formaction])")),
                new Way("destinations-bulk", LIST, ticked("button[formaction]")),
                new Way("destinations-bulk-faults", LIST, PostedPages::bulkFaults),
                new Way("destination-faults", LIST + "/new", PostedPages::destinationFaults),
                new Way("destinations-import-confirm", LIST + "/import", PostedPages::table),
                new Way("destinations-import-faults", LIST + "/import", text("[new.example.org]\nlimit = many\n")),
                new Way("delivery-status-suspend", "/monitor/delivery-status", PostedPages::suspend),
                new Way("delivery-status-suspend-faults", "/monitor/delivery-status", PostedPages::suspendFaults),
                new Way("queue-hold", queue, message("hold")),
                new Way("queue-release", queue, message("release")),
                new Way("queue-bounce", queue, message("bounce")),
                new Way("queue-delete", queue, message("delete")),
                new Way("routes-import-faults", "/network/smtp-routes/import", text("no route at all ???\n")),
                new Way("route-faults", "/network/smtp-routes/new", PostedPages::send),
                new Way("configuration-file-faults", "/system/configuration-file", text("listeners: 5\n")),
                new Way("dry-run-result", "/commit/dry-run", PostedPages::send),
                new Way("certificate-faults", "/network/certificates/upload", PostedPages::send),
                new Way("user-faults", "/system/users/new", PostedPages::send),
                new Way("password-faults", "/account/password", PostedPages::send),
                new Way("profile-faults", "/network/bounce-profiles/0", emptied()),
                new Way("listener-faults", "/network/listeners/0", emptied()),
                new Way("dns-faults", "/network/dns", PostedPages::dnsFaults),
                new Way("refused", "/account/password", PostedPages::withoutToken));
    }

    private static final String LIST = "/mail-policies/destinations";

    private static void suspend(Page page) {
        page.locator("main td.tick input").first().check();
        go(page, page.locator("#bulk button[value=suspend]"));
    }

    private static void suspendFaults(Page page) {
        suspend(page);
        page.locator("#why").fill("x".repeat(300));
        send(page);
    }

    private static Consumer<Page> ticked(String button) {
        return page -> {
            page.locator("main input[name=id]").first().check();
            go(page, page.locator("#bulk .bulk-acts " + button).first());
        };
    }

    private static void bulkFaults(Page page) {
        ticked("button[formaction]").accept(page);
        page.locator("#concurrentConnections").fill("5000");
        send(page);
    }

    private static void destinationFaults(Page page) {
        page.locator("#domain").fill("not a domain");
        page.locator("#concurrentConnections").fill("5000");
        send(page);
    }

    private static void dnsFaults(Page page) {
        page.locator("[id='servers[0].address']").fill("no address");
        page.locator("#timeout").fill("900");
        send(page);
    }

    /// The table as it is and one entry more.
    private static void table(Page page) {
        String now = String.valueOf(page.evaluate("url => fetch(url).then(answer => answer.text())", LIST + "/export"));
        text(now + "\n[new.example.org]\ntable_tls = required\n").accept(page);
    }

    private static Consumer<Page> text(String given) {
        return page -> {
            page.locator("#text").fill(given);
            send(page);
        };
    }

    private static Consumer<Page> message(String act) {
        return page -> {
            page.locator("main input[name=mid]").first().check();
            go(page, page.locator("main button[name=act][value=" + act + "]"));
        };
    }

    /// Texts of the form are taken away, which most fields do not bear.
    private static Consumer<Page> emptied() {
        return page -> {
            for (Locator field :
                    page.locator("main form[method=post] input[type=text]").all()) {
                if (field.isVisible() && field.isEnabled()) {
                    field.fill("");
                }
            }
            send(page);
        };
    }

    /// The form's own button; what the browser would hold back is judged by the server.
    private static void send(Page page) {
        page.evaluate("() => document.querySelectorAll('main form').forEach(f => f.noValidate = true)");
        go(page, page.locator("main form[method=post] button.btn-primary").last());
    }

    /// What a form gets that was open for too long.
    private static void withoutToken(Page page) {
        page.evaluate("() => document.querySelectorAll('input[name=_csrf]').forEach(i => i.value = 'old')");
        send(page);
    }

    private static void go(Page page, Locator button) {
        page.evaluate("() => { window.left = true; }");
        button.click();
        page.waitForFunction("() => !window.left && document.readyState === 'complete'");
    }
}
