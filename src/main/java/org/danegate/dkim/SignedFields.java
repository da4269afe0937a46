package org.danegate.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.policy.SigningProfile;

/// Which header fields a signature covers: the names of its `h=` (RFC 6376 5.4).
final class SignedFields {

    /// Names are written as usual; verifiers compare them in any case.
    private static final List<String> STANDARD = List.of(
            "From",
            "Sender",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "To",
            "Cc",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "Content-ID",
            "Content-Description",
            "In-Reply-To",
            "References",
            "Resent-Date",
            "Resent-From",
            "Resent-Sender",
            "Resent-To",
            "Resent-Cc",
            "Resent-Message-ID",
            "List-Id",
            "List-Help",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "TLS-Report-Domain",
            "TLS-Report-Submitter");

    /// Named once more than present, so that nobody can add another one. Lists add Sender and List fields, so those
    /// are not among them.
    private static final Set<String> OVERSIGNED = Set.of(
            "from",
            "subject",
            "date",
            "message-id",
            "to",
            "cc",
            "reply-to",
            "mime-version",
            "content-type",
            "content-transfer-encoding");

    /// Added, removed or changed on the way (RFC 6376 5.4.1).
    private static final Set<String> NEVER = Set.of(
            "return-path",
            "received",
            "dkim-signature",
            "domainkey-signature",
            "authentication-results",
            "bcc",
            "resent-bcc",
            "comments",
            "keywords",
            "delivered-to",
            "tls-required");

    private SignedFields() {}

    /// The names, in the order of `h=`: each as often as the message has the field.
    static List<String> names(List<HeaderField> header, SigningProfile profile) {
        Map<String, Long> present =
                header.stream().collect(Collectors.groupingBy(HeaderField::name, Collectors.counting()));
        List<String> names = new ArrayList<>();
        for (String name : wanted(header, profile)) {
            String lower = name.toLowerCase(Locale.ROOT);
            long times = present.getOrDefault(lower, 0L) + (OVERSIGNED.contains(lower) ? 1 : 0);
            for (long i = 0; i < times; i++) {
                names.add(name);
            }
        }
        return names;
    }

    private static Set<String> wanted(List<HeaderField> header, SigningProfile profile) {
        Set<String> wanted = new LinkedHashSet<>(STANDARD);
        Map<String, String> known =
                STANDARD.stream().collect(Collectors.toMap(n -> n.toLowerCase(Locale.ROOT), Function.identity()));
        profile.additionalHeaders().stream()
                .filter(name -> !known.containsKey(name.toLowerCase(Locale.ROOT)))
                .forEach(wanted::add);
        if (profile.headers() == SigningProfile.Headers.ALL) {
            Set<String> lower =
                    wanted.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
            header.stream()
                    .map(HeaderField::name)
                    .filter(name -> !lower.contains(name) && isStable(name))
                    .forEach(wanted::add);
        }
        return wanted;
    }

    /// Whether a field of that name stays as it is, and its name can be in a list of names.
    private static boolean isStable(String name) {
        return !NEVER.contains(name)
                && !name.startsWith("x-")
                && !name.startsWith("arc-")
                && !name.startsWith("received-")
                && name.matches("[a-z0-9][a-z0-9_-]{0,75}");
    }

    /// The relaxed forms of the fields that the names stand for, the lowest field of a name first; a name without
    /// a field left adds nothing.
    static byte[] relaxed(List<HeaderField> header, List<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(4096);
        Map<String, List<HeaderField>> left = header.stream()
                .collect(Collectors.groupingBy(HeaderField::name, Collectors.toCollection(ArrayList::new)));
        for (String name : names) {
            List<HeaderField> fields = left.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
            if (!fields.isEmpty()) {
                all.writeBytes(fields.removeLast().relaxed());
            }
        }
        return all.toByteArray();
    }
}
