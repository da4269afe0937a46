package org.danegate.policy;

/// How TLS agrees on keys, with receivers and with clients of listeners.
public enum KeyExchange {
    /// A hybrid group such as X25519MLKEM768 first, where the Java that runs has one: what is recorded today stays
    /// secret from a later quantum computer.
    PREFER_HYBRID,
    /// Classical groups only.
    CLASSICAL
}
