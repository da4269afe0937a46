package org.danegate.dialing;

/// Signals that a full handshake that offers everything may succeed: the certificate of a resumed session is no
/// longer valid, or the peer supports none of the fast groups.
final class TryInFull extends Exception {
    private static final long serialVersionUID = 1L;
}
