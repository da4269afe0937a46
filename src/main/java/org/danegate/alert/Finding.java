package org.danegate.alert;

import java.util.List;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.Wording;

/// What a rule found wrong.
///
/// @param about the subject, such as a destination; {@link #MANY} for many destinations
/// @param affected destinations affected, from 1
/// @param wording one sentence or more for people
/// @param known whether an alert about it was sent already, as a part of another one
/// @param members names of the destinations of a finding about many, sorted; at most {@link #MOST_MEMBERS}, those for
///     which most recipients wait; empty for others
public record Finding(
        Alert.Kind kind,
        String about,
        Severity severity,
        int affected,
        Wording wording,
        boolean known,
        List<String> members) {

    /// The subject of a finding about many destinations.
    public static final String MANY = "*";

    /// Names that are kept of many destinations.
    public static final int MOST_MEMBERS = 1_000;

    public Finding {
        members = List.copyOf(members);
    }

    static Finding of(Alert.Kind kind, String about, Severity severity, Wording wording) {
        return new Finding(kind, about, severity, 1, wording, false, List.of());
    }

    AlertTrouble.Key key() {
        return new AlertTrouble.Key(kind, about);
    }

    /// The subject for people, in English: the name, or the number of destinations.
    public String subject() {
        return about.equals(MANY) ? affected + " destinations" : about;
    }
}
