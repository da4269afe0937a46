package org.danegate.access;

import java.util.Optional;
import java.util.OptionalInt;

/// A console that serves HTTP only.
enum NoOwnTls implements OwnTls {
    INSTANCE;

    @Override
    public Optional<String> strictTransport() {
        return Optional.empty();
    }

    @Override
    public boolean isFor(String name) {
        return false;
    }

    @Override
    public OptionalInt instead(String local) {
        return OptionalInt.empty();
    }
}
