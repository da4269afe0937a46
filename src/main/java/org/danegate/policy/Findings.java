package org.danegate.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// The faults and advice that the rules found, with the wordings that several rules share.
final class Findings {

    private final List<Fault> faults = new ArrayList<>(0);

    /// All of them, in the order they were found.
    List<Fault> all() {
        return List.copyOf(faults);
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /// Adds the findings of one object.
    ///
    /// @param object put before each field
    void addAll(Findings about, String object) {
        about.faults.forEach(v -> faults.add(v.at(object + v.field())));
    }

    void error(String field, Wording wording) {
        faults.add(Fault.error(field, wording));
    }

    void advice(String field, Wording wording) {
        faults.add(Fault.advice(field, wording));
    }

    void grave(String field, Wording wording) {
        faults.add(Fault.grave(field, wording));
    }

    /// A field's name in words, from the last part of its path.
    private static Wording label(String field) {
        return Wording.of("policy.label." + field.substring(field.lastIndexOf('.') + 1));
    }

    void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            error(field, Wording.of("policy.range", label(field), least, most, value));
        }
    }

    void range(String field, Duration value, long least, long most) {
        if (value.toSeconds() < least || value.toSeconds() > most) {
            error(field, Wording.of("policy.range.seconds", label(field), least, most, value.toSeconds()));
        }
    }

    /// A name that is needed, and of which there may be only one.
    ///
    /// @param object whose name it is
    /// @param seen the names so far; this one is added
    /// @param code of the wording
    void name(String object, String name, Set<String> seen, String code) {
        if (name.isBlank() || !seen.add(name)) {
            error(object + ".name", Wording.of(code));
        }
    }

    /// The size limit for messages of an object, in octets.
    void messageSize(String object, @Nullable Long size) {
        if (size != null && (size < 1024 || size > 1L << 30)) {
            error(object + ".maxMessageSize", Wording.of("policy.listener.size"));
        }
    }

    void address(String field, String address) {
        if (!NetworkAddress.isAddress(address)) {
            error(field, Wording.of("policy.address", address));
        }
    }
}
