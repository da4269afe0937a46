package org.danegate.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Messages whose shape is hard to sign: the same ones in each run.
public final class HostileMessages {

    private static final String[] WORDS = {
        "dinner", "  two", "\ttab", "b\u00fc", "\u00a0nbsp", "a;b", "x=y", ":", "(c)", "."
    };
    private static final String[] FOLDS = {"\r\n ", "\r\n\t", "\r\n \t ", " \r\n  "};
    private static final String[] OPTIONAL = {
        "Sender: secretary@example.com",
        "Reply-To: a@example.com,\r\n b@example.com",
        "Cc:",
        "Cc: ",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding:8bit",
        "In-Reply-To: <1@example.com>",
        "References: <1@example.com>\r\n\t<2@example.com>",
        "Received: from a by b; Fri, 11 Jul 2003 21:01:54 -0700",
        "Received: from c\r\n\tby d; Fri, 11 Jul 2003 21:01:54 -0700",
        "List-Unsubscribe: <https://example.com/u>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "List-Id: L <l.example.com>",
        "Resent-From: r@example.com",
        "Resent-Date: Fri, 11 Jul 2003 21:00:37 -0700",
        "X-Mailer: \t x",
        "x-lower:y",
        "Subject: a second one",
        "To: twice@example.net",
        "Comments: none",
        "Auto-Submitted: auto-generated"
    };

    private final Random random;

    private HostileMessages(long seed) {
        this.random = new Random(seed);
    }

    /// Messages with CRLF line ends from `joe@football.example.com`.
    public static List<byte[]> of(int count) {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new HostileMessages(i).message());
        }
        return all;
    }

    private byte[] message() {
        List<String> header = new ArrayList<>(List.of(
                random.nextBoolean()
                        ? "From: Joe SixPack <joe@football.example.com>"
                        : "FROM:\tjoe@football.example.com (Joe, of\r\n the team) ",
                "Subject: " + text(random.nextInt(12)) + (random.nextInt(4) == 0 ? "\t" : ""),
                "To: " + recipients(),
                "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
                "Message-ID: <20030712040037.46341.5F8J@football.example.com>"));
        for (String field : OPTIONAL) {
            if (random.nextInt(4) == 0) {
                header.add(field);
            }
        }
        Collections.shuffle(header, random);
        String top = String.join("\r\n", header) + "\r\n";
        return switch (random.nextInt(20)) {
            case 0 -> top.getBytes(UTF_8);
            default -> octets(top, "\r\n" + body());
        };
    }

    private static byte[] octets(String header, String body) {
        byte[] first = header.getBytes(UTF_8);
        byte[] second = body.getBytes(ISO_8859_1);
        byte[] whole = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }

    private String recipients() {
        StringBuilder all = new StringBuilder("suzie@shopping.example.net");
        int more = random.nextInt(50) == 0 ? 1_000 : random.nextInt(4);
        for (int i = 0; i < more; i++) {
            all.append(',').append(fold()).append('r').append(i).append("@shopping.example.net");
        }
        return all.toString();
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < words; i++) {
            text.append(random.nextInt(5) == 0 ? fold() : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private String fold() {
        return FOLDS[random.nextInt(FOLDS.length)];
    }

    private String body() {
        return switch (random.nextInt(10)) {
            case 0 -> "";
            case 1 -> " \t\r\n \r\n";
            case 2 -> "\r\n\r\nafter empty lines\r\n";
            case 3 -> "no end";
            case 4 -> "x".repeat(998) + "\r\n" + " ".repeat(998) + "\r\n" + "y \t".repeat(300) + "\r\n";
            case 5 -> ".\r\n..\r\n.x\r\nDKIM-Signature: b=\r\n";
            case 6 -> line().repeat(2_000) + "\r\n\r\n\r\n";
            default -> lines();
        };
    }

    private String lines() {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            body.append(line());
        }
        return body.append("\r\n".repeat(random.nextInt(4))).toString();
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            line.append(
                    switch (random.nextInt(6)) {
                        case 0 -> ' ';
                        case 1 -> '\t';
                        case 2 -> (char) (0x80 + random.nextInt(0x80));
                        default -> (char) ('!' + random.nextInt(90));
                    });
        }
        return line.append("\r\n").toString();
    }
}
