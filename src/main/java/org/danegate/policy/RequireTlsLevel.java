package org.danegate.policy;

/// How strictly REQUIRETLS (RFC 8689) of a message counts at a destination. The levels are those of Postfix
/// (`smtp_requiretls_policy`).
public enum RequireTlsLevel {
    /// As the RFC says: found securely, verified, and announced by the server; otherwise the message is returned.
    ENFORCE("Enforce"),
    /// TLS must be used. The parameter is passed on where the server announces it.
    OPPORTUNISTIC_STARTTLS("Opportunistic + STARTTLS"),
    /// The parameter is passed on where the server announces it; the destination decides otherwise.
    OPPORTUNISTIC("Opportunistic"),
    /// The message is sent like one without it.
    DISABLE("Disable");

    private final String label;

    RequireTlsLevel(String label) {
        this.label = label;
    }

    /// The words for it.
    public String label() {
        return label;
    }
}
