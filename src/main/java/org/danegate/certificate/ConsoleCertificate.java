package org.danegate.certificate;

/// What the console presents to browsers.
@FunctionalInterface
public interface ConsoleCertificate {

    /// Name of the certificate that the console is set to; empty for none.
    String name();
}
