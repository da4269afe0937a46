package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;

/// The result of a dry run.
///
/// @param seen fingerprint of the working copy that was rehearsed
/// @param probed whether servers were asked for their certificates
/// @param leftOut destinations that are touched too but were not looked at: only {@link DryRuns#MOST} are
public record DryRun(String seen, Instant at, boolean probed, List<Line> lines, int leftOut) {

    public DryRun {
        lines = List.copyOf(lines);
    }

    /// One destination.
    ///
    /// @param waiting recipients that wait for it
    /// @param messages messages that wait for it; one with recipients at other destinations too waits for each
    public record Line(String domain, int waiting, int messages, Outlook now, Outlook after) {

        /// Whether it is known what becomes of mail, now and after.
        public boolean known() {
            return now.known() && after.known();
        }

        /// Whether it hangs on a certificate or on TLS that was not looked at, now or after.
        public boolean unchecked() {
            return now.fate() == Outlook.Fate.UNCHECKED || after.fate() == Outlook.Fate.UNCHECKED;
        }

        /// Whether mail will not get through for certain, and nobody knows whether it does now.
        public boolean stopsAfter() {
            return !now.known() && after.stops();
        }

        /// Whether mail would be treated otherwise, as far as known.
        public boolean differs() {
            return known() && !now.sameTreatment(after);
        }

        /// Whether mail that is delivered now would wait, bounce or be dropped.
        public boolean worse() {
            return known() && now.delivers() && !after.delivers();
        }
    }

    /// How many destinations would be treated otherwise.
    public long differing() {
        return lines.stream().filter(Line::differs).count();
    }

    /// How many destinations hang on a certificate or on TLS that was not looked at.
    public long unchecked() {
        return lines.stream().filter(Line::unchecked).count();
    }

    /// How many destinations it is not known of for another reason.
    public long unknown() {
        return lines.stream().filter(line -> !line.known() && !line.unchecked()).count();
    }

    /// How many destinations it is not known of, for whatever reason.
    public long open() {
        return lines.stream().filter(line -> !line.known()).count();
    }

    /// How many recipients wait now for those.
    public int waitingOpen() {
        return lines.stream()
                .filter(line -> !line.known())
                .mapToInt(Line::waiting)
                .sum();
    }

    /// How many destinations will not be delivered to for certain, where nobody knows whether they are now.
    public long stopsAfter() {
        return lines.stream().filter(Line::stopsAfter).count();
    }

    /// How many recipients wait now whose treatment would change.
    public int waiting() {
        return lines.stream().filter(Line::differs).mapToInt(Line::waiting).sum();
    }

    /// How many messages those are: one that waits for several of the destinations counts for each.
    public int messages() {
        return lines.stream().filter(Line::differs).mapToInt(Line::messages).sum();
    }

    /// How many destinations that are delivered to now would not be any more.
    public long worse() {
        return lines.stream().filter(Line::worse).count();
    }
}
