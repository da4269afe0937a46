package org.danegate.e2e;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/// A device that keeps passkeys, in the browser of a page: Chromium's virtual authenticator.
final class VirtualDevice implements AutoCloseable {

    private final Page page;
    private final CDPSession devTools;
    private final String id;

    private VirtualDevice(Page page, CDPSession devTools, String id) {
        this.page = page;
        this.devTools = devTools;
        this.id = id;
    }

    /// A device that touches, looks or asks at once, and recognizes its user.
    static VirtualDevice of(Page page) {
        CDPSession devTools = page.context().newCDPSession(page);
        devTools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        String id = devTools.send("WebAuthn.addVirtualAuthenticator", parameters)
                .get("authenticatorId")
                .getAsString();
        return new VirtualDevice(page, devTools, id);
    }

    Page page() {
        return page;
    }

    /// Whether the PIN, finger or face is its user's from now on.
    void recognizesItsUser(boolean does) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("authenticatorId", id);
        parameters.addProperty("isUserVerified", does);
        devTools.send("WebAuthn.setUserVerified", parameters);
    }

    /// Whether somebody touches it, for requests from now on; what waits already goes on waiting.
    void isTouched(boolean is) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("authenticatorId", id);
        parameters.addProperty("enabled", is);
        devTools.send("WebAuthn.setAutomaticPresenceSimulation", parameters);
    }

    @Override
    public void close() {
        devTools.detach();
    }
}
