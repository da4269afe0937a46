package org.danegate.maillog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.consolidated.ConsolidatedEvent;
import org.danegate.policy.LogPrivacy;

/// Takes out of lines what a subscription does not want to leave this server.
///
/// @param pseudonym replaces a text; the same for the same text, and nobody can tell the text from it
record PrivateText(UnaryOperator<String> pseudonym) {

    private static final String WORD = "[^\\s<>@\"(),;:\\[\\]]";

    /// The part before the `@` is one word or quoted. It begins where no word goes on, so that long words cost no
    /// time.
    private static final Pattern ADDRESS = Pattern.compile("(\"(?:[^\"\\\\]++|\\\\.)*+\"|(?<!" + WORD + ")" + WORD
            + "++)@(\\[[^\\]\\s]*+]|[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?)");

    private static final Pattern SUBJECT = Pattern.compile("MID \\d+ Subject \".*");
    private static final Pattern MESSAGE_ID = Pattern.compile("MID \\d+ Message-ID '.*");

    /// A line of a text log; empty when nothing of it may leave.
    Optional<LogLine> of(LogLine line, LogPrivacy privacy) {
        if (privacy.withoutSubjects() && SUBJECT.matcher(line.text()).matches()) {
            return Optional.empty();
        }
        boolean changed = privacy.hashedAddresses()
                && line.text().indexOf('@') >= 0
                && !MESSAGE_ID.matcher(line.text()).matches();
        return Optional.of(changed ? new LogLine(line.level(), hashed(line.text()), line.levelled()) : line);
    }

    /// A consolidated event. Its Message-ID stays: it names no person, and other servers' logs have it.
    ConsolidatedEvent of(ConsolidatedEvent event, LogPrivacy privacy) {
        ConsolidatedEvent.Message message = event.message();
        if (message != null && privacy.withoutSubjects()) {
            message = new ConsolidatedEvent.Message(
                    message.from(), message.messageId(), null, message.bytes(), message.outbound());
        }
        if (message != null && privacy.hashedAddresses()) {
            message = new ConsolidatedEvent.Message(
                    hashed(message.from()),
                    message.messageId(),
                    message.subject(),
                    message.bytes(),
                    message.outbound());
        }
        List<String> recipients = privacy.hashedAddresses()
                ? event.recipients().stream().map(this::hashed).toList()
                : event.recipients();
        String details = privacy.hashedAddresses() ? hashed(event.details()) : event.details();
        return event.about(message, recipients, details);
    }

    /// The text with all mail addresses in it hashed.
    String hashed(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "hash-" + pseudonym.apply(found.group().toLowerCase(Locale.ROOT)) + "@" + found.group(2)));
    }
}
