package org.danegate.access;

import java.util.Optional;
import java.util.OptionalInt;

/// What the console's own HTTPS says to whatever answers requests. Without such a bean, the console serves HTTP only.
public interface OwnTls {

    /// Value of the header `Strict-Transport-Security` (RFC 6797) for answers over TLS, the console's own or that
    /// of a trusted proxy; empty when none is sent.
    Optional<String> strictTransport();

    /// Whether the certificate in use is valid for a host name. The console then answers to that name, too: no
    /// foreign site can have its name put into our certificate.
    ///
    /// @param name in lower case, without a dot at the end
    boolean isFor(String name);

    /// The port of HTTPS to which a request in clear is sent; empty when it is answered in clear.
    ///
    /// @param local the address of this machine at which the request arrived
    OptionalInt instead(String local);
}
