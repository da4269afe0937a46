package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;

/// The result of a dry run.
///
/// @param seen fingerprint of the working copy that was rehearsed
/// @param sender envelope sender of the rehearsed mail; empty for mail of any sender
/// @param probed whether servers were asked for their certificates
/// @param leftOut affected destinations that were not checked: a run checks only {@link DryRuns#MOST}
public record DryRun(String seen, Instant at, String sender, boolean probed, List<Line> lines, int leftOut) {

    public DryRun {
        lines = List.copyOf(lines);
    }

    /// One destination.
    ///
    /// @param waiting recipients that wait for it
    /// @param messages messages that wait for it; one with recipients at other destinations too waits for each
    public record Line(String domain, int waiting, int messages, Outlook now, Outlook after) {

        /// Whether the outcome is known, both now and after.
        public boolean known() {
            return now.known() && after.known();
        }

        /// Whether the outcome depends on a certificate or on TLS that was not checked, now or after.
        public boolean unchecked() {
            return now.fate() == Outlook.Fate.UNCHECKED || after.fate() == Outlook.Fate.UNCHECKED;
        }

        /// Whether mail will certainly not get through after the change, while the outcome now is unknown.
        public boolean stopsAfter() {
            return !now.known() && after.stops();
        }

        /// Whether mail would be treated differently, as far as known.
        public boolean differs() {
            return known() && !now.sameTreatment(after);
        }

        /// Whether mail that is delivered now would wait, bounce or be dropped.
        public boolean worse() {
            return known() && now.delivers() && !after.delivers();
        }
    }

    /// How many destinations would be treated differently.
    public long differing() {
        return lines.stream().filter(Line::differs).count();
    }

    /// How many destinations depend on a certificate or on TLS that was not checked.
    public long unchecked() {
        return lines.stream().filter(Line::unchecked).count();
    }

    /// How many destinations have an unknown outcome for another reason.
    public long unknown() {
        return lines.stream().filter(line -> !line.known() && !line.unchecked()).count();
    }

    /// How many destinations have an unknown outcome, for whatever reason.
    public long open() {
        return lines.stream().filter(line -> !line.known()).count();
    }

    /// How many recipients wait now for destinations with an unknown outcome.
    public int waitingOpen() {
        return lines.stream()
                .filter(line -> !line.known())
                .mapToInt(Line::waiting)
                .sum();
    }

    /// How many destinations will certainly not receive mail after the change, while the outcome now is unknown.
    public long stopsAfter() {
        return lines.stream().filter(Line::stopsAfter).count();
    }

    /// How many recipients that wait now would be treated differently.
    public int waiting() {
        return lines.stream().filter(Line::differs).mapToInt(Line::waiting).sum();
    }

    /// How many messages those recipients have: one that waits for several of the destinations counts for each.
    public int messages() {
        return lines.stream().filter(Line::differs).mapToInt(Line::messages).sum();
    }

    /// How many destinations would stop receiving mail.
    public long worse() {
        return lines.stream().filter(Line::worse).count();
    }

    /// The counts in English, for the audit log.
    String summary() {
        return "dry run, destinations: " + lines.size() + " looked up, " + differing() + " would be treated otherwise, "
                + worse() + " would not be delivered to any more, " + unchecked() + " not checked, " + unknown()
                + " not known";
    }
}
