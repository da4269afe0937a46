package org.danegate.access;

/// Whether passkeys work at the address under which a browser has the console. A passkey belongs to a domain name, and
/// browsers use it only over HTTPS, or on their own machine (W3C Web Authentication, sections 5.1.3 and 13.4.9).
public sealed interface PasskeyPlace {

    /// They work.
    ///
    /// @param rpId the domain name that they belong to
    /// @param origin scheme, name and port, as the browser says them
    record On(String rpId, String origin) implements PasskeyPlace {}

    /// They do not work.
    record Off(Reason reason) implements PasskeyPlace {}

    /// Why they do not work.
    enum Reason {
        /// The console is reached by an IP address, which is no domain name.
        ADDRESS("address"),
        /// The console is reached by plain HTTP from another machine.
        PLAIN("plain");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// Part of the key of the text that says so.
        public String word() {
            return word;
        }
    }
}
