package org.danegate.alert;

import java.time.Instant;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Something that is wrong now and that an alert reports once.
///
/// @param id positive; troubles that are over never give their number to another one
/// @param finding what is wrong, as last seen
/// @param since when it was first seen
/// @param told when its alert was last sent; null when it was not sent yet
/// @param acknowledged who takes care of it; null when nobody said so
public record AlertTrouble(
        long id,
        Finding finding,
        Instant since,
        @Nullable Told told,
        @Nullable Acknowledgement acknowledged) {

    /// @param affected how many destinations the alert named
    public record Told(Instant at, int affected) {}

    /// @param by user
    public record Acknowledgement(String by, Instant at) {}

    /// What identifies a trouble while it is open.
    record Key(Alert.Kind kind, String about) {}

    Key key() {
        return finding.key();
    }

    /// Its severity.
    public Severity severity() {
        return finding.severity();
    }

    /// Its sentences.
    public Wording wording() {
        return finding.wording();
    }

    /// Whether it is open and nobody takes care of it.
    public boolean unattended() {
        return acknowledged == null;
    }

    /// Whether another finding of it should be sent although its alert was sent: it became more serious, or at
    /// least four times as many destinations are affected.
    boolean isWorse(Finding now) {
        return told != null
                && (now.severity().compareTo(finding.severity()) < 0 || now.affected() >= 4L * told.affected());
    }

    AlertTrouble with(Finding now) {
        return new AlertTrouble(id, now, since, told, acknowledged);
    }

    AlertTrouble toldAt(Instant at) {
        return new AlertTrouble(id, finding, since, new Told(at, finding.affected()), acknowledged);
    }

    AlertTrouble untold() {
        return new AlertTrouble(id, finding, since, null, acknowledged);
    }

    AlertTrouble acknowledged(String by, Instant at) {
        return new AlertTrouble(id, finding, since, told, new Acknowledgement(by, at));
    }
}
