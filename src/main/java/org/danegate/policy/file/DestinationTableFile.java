package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientLimit;
import org.jspecify.annotations.Nullable;

/// The Destination Control Table as the appliance exports and imports it: a section `[DEFAULT]` and one for
/// each domain (esa-webui.md 1.7). Reading takes the keys and words in any case.
public final class DestinationTableFile {

    private DestinationTableFile() {}

    /// What reading came to.
    ///
    /// @param table null when there are faults
    /// @param faults all of them, in the order of lines
    /// @param leftOut lines with unknown keys that were left out because that was asked for
    public record Reading(@Nullable DestinationControls table, List<TableFault> faults, List<TableFault> leftOut) {
        public Reading {
            faults = List.copyOf(faults);
            leftOut = List.copyOf(leftOut);
        }

        /// Whether nothing is wrong but keys that are not known here, such as those of a newer appliance: the
        /// table can be read without them.
        public boolean onlyUnknownKeys() {
            return !faults.isEmpty() && faults.stream().allMatch(f -> f.kind() == TableFault.Kind.KEY_UNKNOWN);
        }
    }

    /// What becomes of keys that are not known here.
    public enum UnknownKeys {
        /// They are faults.
        REFUSED,
        /// Their lines are left out, and told.
        LEFT_OUT
    }

    /// Reads a table that is to stand in a policy.
    ///
    /// @param policy has the bounce profiles that entries may name, and the one of its Default entry stays: the
    ///     format has no place for it
    public static Reading read(String text, Policy policy) {
        return read(text, policy, UnknownKeys.REFUSED);
    }

    /// As above.
    ///
    /// @param unknown what becomes of keys that are not known here
    public static Reading read(String text, Policy policy, UnknownKeys unknown) {
        return ApplianceConfiguration.recognised(text)
                ? new Reading(null, List.of(TableFault.of(1, TableFault.Kind.CONFIGURATION)), List.of())
                : new DestinationTableReader(policy, unknown).read(text);
    }

    /// Writes a table, entries in the order they have.
    public static String write(DestinationControls table) {
        StringBuilder text = new StringBuilder("# Destination Control Table\n");
        DestinationProfile d = table.defaultProfile();
        if (!d.bounceProfile().equals(BounceProfile.DEFAULT_NAME)) {
            text.append("# The bounce profile of Default is ")
                    .append(d.bounceProfile())
                    .append("; [DEFAULT] has no key for it.\n");
        }
        text.append("\n[DEFAULT]\n");
        line(text, TableKey.IP_SORT_PREF, TableKey.word(TableKey.PREFERENCES, d.ipAddressPreference()));
        line(text, TableKey.MAX_HOST_CONCURRENCY, d.concurrentConnections());
        line(text, TableKey.MAX_MESSAGES_PER_CONNECTION, d.messagesPerConnection());
        limit(text, d.recipientLimit().equals(RecipientLimit.NONE) ? null : d.recipientLimit());
        line(text, TableKey.LIMIT_TYPE, TableKey.word(TableKey.LIMIT_TYPES, d.limitType()));
        line(text, TableKey.LIMIT_APPLY, TableKey.word(TableKey.LIMIT_APPLIES, d.limitApply()));
        line(text, TableKey.BOUNCE_VALIDATION, TableKey.word(TableKey.SWITCHES, d.bounceVerification()));
        line(text, TableKey.TABLE_TLS, TableKey.word(TableKey.TLS, d.tls()));
        if (d.dane() != DaneSupport.NONE) {
            line(text, TableKey.DANE_SUPPORT, TableKey.word(TableKey.DANE, d.dane()));
        }
        if (d.chunking()) {
            line(text, TableKey.CHUNKING, TableKey.word(TableKey.SWITCHES, true));
        }
        line(
                text,
                TableKey.SEND_TLS_REQ_ALERT,
                TableKey.word(TableKey.SWITCHES, table.global().alertOnRequiredTlsFailure()));
        name(text, TableKey.CERTIFICATE, table.global().certificate());
        table.entries().forEach(e -> entry(text, e, d));
        return text.toString();
    }

    private static void entry(StringBuilder text, DestinationEntry e, DestinationProfile d) {
        text.append("\n[").append(e.pattern()).append("]\n");
        word(text, TableKey.IP_SORT_PREF, TableKey.PREFERENCES, e.ipAddressPreference());
        line(text, TableKey.MAX_HOST_CONCURRENCY, e.concurrentConnections());
        line(text, TableKey.MAX_MESSAGES_PER_CONNECTION, e.messagesPerConnection());
        limit(text, e.recipientLimit());
        boolean needed = e.concurrentConnections() != null || e.recipientLimit() != null;
        companion(text, TableKey.LIMIT_TYPE, TableKey.LIMIT_TYPES, e.limitType(), needed ? d.limitType() : null);
        companion(text, TableKey.LIMIT_APPLY, TableKey.LIMIT_APPLIES, e.limitApply(), needed ? d.limitApply() : null);
        word(text, TableKey.BOUNCE_VALIDATION, TableKey.SWITCHES, e.bounceVerification());
        word(text, TableKey.TABLE_TLS, TableKey.TLS, e.tls());
        word(text, TableKey.DANE_SUPPORT, TableKey.DANE, e.dane());
        word(text, TableKey.CHUNKING, TableKey.SWITCHES, e.chunking());
        name(text, TableKey.BOUNCE_PROFILE, e.bounceProfile());
    }

    /// The format demands these keys beside a limit, also where the entry follows Default. The number says so,
    /// the word says that the value is the entry's own; both mean the same to the appliance.
    private static <T> void companion(
            StringBuilder text, TableKey key, Map<String, T> words, @Nullable T own, @Nullable T followed) {
        if (own != null) {
            line(text, key, TableKey.word(words, own));
        } else if (followed != null) {
            line(text, key, TableKey.digit(words, followed));
        }
    }

    private static void limit(StringBuilder text, @Nullable RecipientLimit limit) {
        if (limit != null) {
            line(text, TableKey.RECIPIENT_MINUTES, limit.minutes());
            line(text, TableKey.RECIPIENT_LIMIT, limit.recipients());
        }
    }

    private static <T> void word(StringBuilder text, TableKey key, Map<String, T> words, @Nullable T value) {
        if (value != null) {
            line(text, key, TableKey.word(words, value));
        }
    }

    private static void name(StringBuilder text, TableKey key, @Nullable String name) {
        line(text, key, name == null ? null : TableText.written(name));
    }

    private static void line(StringBuilder text, TableKey key, @Nullable Object value) {
        if (value != null) {
            text.append(key.text()).append(" = ").append(value).append('\n');
        }
    }
}
