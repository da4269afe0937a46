package org.danegate.address;

import static org.danegate.fuzz.Property.ascii;
import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.nio.charset.StandardCharsets;

/// ENVID and ORCPT: the decoded values contain no line end, and the form sent to hosts without SMTPUTF8 is ASCII and
/// decodes to the same.
public final class XtextFuzz {

    private XtextFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Xtext.decode(text).ifPresent(decoded -> {
            ascii(decoded);
            ascii(text);
            holds(!decoded.isEmpty() && decoded.length() <= text.length(), "more than was there");
        });
        OriginalRecipient.parse(text).ifPresent(original -> {
            ascii(original.asciiField());
            if (original.type().equalsIgnoreCase("utf-8")) {
                oneLine(original.address());
            }
            String said = OriginalRecipient.asciiParameter(text);
            ascii(said);
            holds(!said.contains(" "), "a parameter with a blank");
            holds(
                    OriginalRecipient.parse(said)
                            .orElseThrow(() -> new AssertionError("not taken again: " + said))
                            .address()
                            .equals(original.address()),
                    "another recipient: " + said);
        });
        if (text.codePoints().allMatch(OutsideText::isHarmless)) {
            ascii(OriginalRecipient.asciiField(text));
        }
    }
}
