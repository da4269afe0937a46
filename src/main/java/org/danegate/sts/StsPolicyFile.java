package org.danegate.sts;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A policy as a domain serves it (RFC 8461 section 3.2): `key: value` lines that end with CRLF or LF.
public sealed interface StsPolicyFile {

    /// The most octets of a policy.
    int MOST_OCTETS = 64 * 1024;

    /// The lines as they were received, without their ends, for people and for reports to the domain.
    List<String> lines();

    /// A policy that may be used.
    record Valid(StsPolicy policy, List<String> lines) implements StsPolicyFile {
        public Valid {
            lines = List.copyOf(lines);
        }
    }

    /// The domain serves something that is no policy.
    ///
    /// @param line the line that is wrong, from 1; 0 when something is missing
    /// @param reason one phrase
    record Invalid(int line, String reason, List<String> lines) implements StsPolicyFile {
        public Invalid {
            lines = List.copyOf(lines);
        }

        /// Reason and line in one phrase.
        public String text() {
            return line == 0 ? reason : "line " + line + ": " + reason;
        }
    }

    /// Reads a policy.
    ///
    /// @param octets UTF-8
    static StsPolicyFile of(byte[] octets) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            List<String> seen = lines(new String(octets, StandardCharsets.UTF_8));
            return new Invalid(0, "the policy is not UTF-8 text", seen);
        }
        return new PolicyLines(lines(text)).read();
    }

    private static List<String> lines(String text) {
        List<String> lines = Arrays.asList(text.split("\r?\n", -1));
        return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    }
}
