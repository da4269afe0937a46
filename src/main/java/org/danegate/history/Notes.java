package org.danegate.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.wording.StoredWording;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/// Keeps notes in the database, each as long as the figures.
public final class Notes implements DeliveryEvents.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final int LONGEST_ABOUT = 400;
    private static final int LONGEST_SENTENCE = 4000;

    private final JdbcTemplate jdbc;
    private final StoredWording stored = new StoredWording();
    private final InstantSource clock;
    private final Duration retention;

    Notes(JdbcTemplate jdbc, InstantSource clock, Duration retention) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof DeliveryEvent.ConditionSeen seen) {
            // Where log lines go explains no figure of mail, and a policy that is not refreshed changes none yet.
            Note.@Nullable Kind kind = switch (seen.condition()) {
                case RESOLVER -> Note.Kind.RESOLVER;
                case TRUST_ANCHOR -> Note.Kind.TRUST_ANCHOR;
                case CERTIFICATE -> Note.Kind.CERTIFICATE;
                case LISTENER -> Note.Kind.LISTENER;
                case LOG_TARGET, MTA_STS, PROTECTION_LOST, DANE_AT_RISK -> null;
            };
            if (kind != null) {
                keep(new Note(seen.at(), kind, seen.about(), seen.wording()));
            }
        }
    }

    /// Notes a commit.
    void committed(CommittedPolicy.Revision revision) {
        String number = String.valueOf(revision.number());
        keep(new Note(clock.instant(), Note.Kind.COMMIT, number, Wording.of("history.note.commit", number)));
    }

    private void keep(Note note) {
        String sentence = stored.text(note.wording());
        if (sentence.length() > LONGEST_SENTENCE) {
            return;
        }
        try {
            jdbc.update(
                    "insert into history_note (happened_at, kind, about, sentence) values (?, ?, ?, ?)",
                    note.at().getEpochSecond(),
                    note.kind().name(),
                    note.about().substring(0, Math.min(note.about().length(), LONGEST_ABOUT)),
                    sentence);
            jdbc.update(
                    "delete from history_note where happened_at < ?",
                    clock.instant().minus(retention).getEpochSecond());
        } catch (DataAccessException e) {
            LOG.warn(
                    "A note of the history could not be stored: {}",
                    note.wording().english(),
                    e);
        }
    }

    /// The notes since a time, newest first.
    ///
    /// @param most how many at most, 1 or more
    public List<Note> since(Instant from, int most) {
        return jdbc.query(
                "select happened_at, kind, about, sentence from history_note where happened_at >= ?"
                        + " order by happened_at desc limit ?",
                (row, number) -> new Note(
                        Instant.ofEpochSecond(row.getLong(1)),
                        Note.Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        stored.wording(row.getString(4))),
                from.getEpochSecond(),
                most);
    }
}
