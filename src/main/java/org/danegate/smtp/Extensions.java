package org.danegate.smtp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What a peer's EHLO reply offers.
public final class Extensions {

    /// No extensions: the peer knows only HELO.
    public static final Extensions NONE = new Extensions(Map.of());

    private static final Pattern OCTETS = Pattern.compile("[0-9]{1,18}");

    private final Map<String, String> offered;

    private Extensions(Map<String, String> offered) {
        this.offered = Map.copyOf(offered);
    }

    /// Reads the lines after the first of an EHLO reply.
    static Extensions of(Reply reply) {
        Map<String, String> offered = new HashMap<>();
        for (String line : reply.lines().subList(1, reply.lines().size())) {
            String[] parts = line.strip().split("[ =]", 2);
            offered.put(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "");
        }
        return new Extensions(offered);
    }

    /// Whether a keyword such as `STARTTLS`, `PIPELINING`, `8BITMIME`, `SMTPUTF8` or `DSN` is offered.
    public boolean has(String keyword) {
        return offered.containsKey(keyword);
    }

    /// The words after a keyword, such as the mechanisms of `AUTH`.
    public List<String> words(String keyword) {
        return List.of(offered.getOrDefault(keyword, "").split("[ =]+"));
    }

    /// The largest message that the peer accepts, in octets (RFC 1870); 0 when it states none or something that is
    /// not a number of octets.
    public long size() {
        String stated = offered.getOrDefault("SIZE", "");
        return OCTETS.matcher(stated).matches() ? Long.parseLong(stated) : 0;
    }
}
