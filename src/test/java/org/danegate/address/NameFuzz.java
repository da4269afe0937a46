package org.danegate.address;

import static org.danegate.fuzz.Property.ascii;
import static org.danegate.fuzz.Property.holds;
import static org.danegate.fuzz.Property.oneLine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Domains and addresses as people and clients write them, in every script.
public final class NameFuzz {

    private static final int LONGEST_NAME = 253;

    private NameFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        oneLine(OutsideText.line(text));
        oneLine(ShortText.of(OutsideText.line(text), 40));
        holds(ShortText.of(text, 40).length() <= 120, "not short");
        DomainForms.of(text).forEach(form -> holds(form.isEmpty() == text.isEmpty(), "a form of nothing"));
        DomainForms.sought(text);
        name(text).ifPresent(name -> {
            ascii(name.ascii());
            holds(name.ascii().length() <= LONGEST_NAME, "a long name");
            String shown = name.display();
            oneLine(shown);
            holds(
                    name(shown).filter(name::equals).isPresent(),
                    "shown as another name: " + name.ascii() + " as " + shown);
            DomainForms.ownScript(name.ascii());
        });
        address(text).ifPresent(address -> {
            ascii(address.wireText().isEmpty() ? "" : address.domain());
            holds(
                    address(address.wireText())
                            .filter(again -> again.domain().equals(address.domain()))
                            .isPresent(),
                    "said as another address");
        });
    }

    private static Optional<DomainName> name(String text) {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<MailAddress> address(String text) {
        try {
            return Optional.of(MailAddress.parse(text));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
