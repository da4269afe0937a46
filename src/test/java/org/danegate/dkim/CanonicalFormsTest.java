package org.danegate.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The forms in which messages are hashed (RFC 6376 3.4).
class CanonicalFormsTest {

    /// Number, body, hash of the relaxed form, hash of the simple form.
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "h01,'',47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=,frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
                "h02,'|',47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=,frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
                "h03,' >| |',47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=,eqTL22qx7WaYKbZfE2cjj9YwmuBy21u3jvKmH/1zuWg=",
                "h04,' C |D > E|||',unak6JHq0wL+Q1HP7dW1tjBx9FLA6DffoZ0qrLwbbpo=,NOeivbQlDH9TmNKJUw7D53wZfsk8YMZ/hTuVVwTgi8s=",
                "h05,'abc',VSuraGTHp7aaUC7RhUuSRcDhow8AiqoLKB2mJYX9sCU=,VSuraGTHp7aaUC7RhUuSRcDhow8AiqoLKB2mJYX9sCU=",
                "h06,'  a  b |',LVlqWrI8bvjK0Vjyw9hj94D/ip0k/tCu4i5W92ddeso=,ObZctU7DRb2MQHmpW1sZfOKzDr3udgjADtgBZEjXplg=",
                "h07,'a\u00a0 b|',PPuflVRhZH7RsyZryo7/SuqCCqXrAlBHqkAzStSzbUo=,PPuflVRhZH7RsyZryo7/SuqCCqXrAlBHqkAzStSzbUo=",
                "h08,'.|..x|',WXAnMezD6BzcbhhDQSotcNghD+9Uj/0fvabOEoNU9Mo=,WXAnMezD6BzcbhhDQSotcNghD+9Uj/0fvabOEoNU9Mo=",
                "h09,'a|||b||',SFh8erZISrt6Jo0tTtk8EO/1BfDisAl/Ht6k37OJmgk=,SFh8erZISrt6Jo0tTtk8EO/1BfDisAl/Ht6k37OJmgk="
            })
    @Tag("G-12")
    void a_body_has_the_hash_that_was_computed_elsewhere(String number, String shown, String relaxed, String simple)
            throws Exception {
        String body = new String(shown.replace("|", "\r\n").replace('>', '\t').getBytes(UTF_8), ISO_8859_1);

        assertThat(Base64.getEncoder().encodeToString(hash(body.getBytes(ISO_8859_1), body.length() + 1)))
                .as(number)
                .isEqualTo(relaxed);
        assertThat(Base64.getEncoder().encodeToString(DkimVerifier.sha256(DkimVerifier.body(body, false))))
                .as("the verifier of the tests, simple")
                .isEqualTo(simple);
    }

    @Test
    @Tag("G-23")
    void a_body_in_pieces_of_any_size_has_the_hash_of_the_whole() throws Exception {
        Random random = new Random(1);
        String octets = "\r\n\r\n \t  ab.\u00e9\0\r\n";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                body.append(octets.charAt(random.nextInt(octets.length())));
            }
            assertThat(hash(body.toString().getBytes(ISO_8859_1), 1 + random.nextInt(5)))
                    .as(body.toString())
                    .isEqualTo(DkimVerifier.sha256(DkimVerifier.body(body.toString(), true)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Subject: a#subject:a|",
                "SUBJECT : > a  b> |#subject:a b|",
                "Subject:|> a|  b|#subject:a b|",
                "Subject:#subject:|",
                "Subject: |#subject:|",
                "Foo:x:y|#foo:x:y|",
                "Foo: a\u00a0\f b|#foo:a\u00a0\f b|"
            })
    @Tag("G-11")
    void a_header_field_is_unfolded_and_its_white_space_is_reduced(String shown, String relaxed) {
        byte[] field = shown.replace("|", "\r\n").replace('>', '\t').getBytes(UTF_8);

        assertThat(HeaderField.all(field))
                .singleElement()
                .satisfies(one -> assertThat(new String(one.relaxed(), UTF_8).replace("\r\n", "|"))
                        .isEqualTo(relaxed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A: 1|B: 2||body|#A: 1|B: 2|#body|",
                "A: 1|||body#A: 1|#|body",
                "||body##|body",
                "A: 1|#A: 1|#",
                "A: 1#A: 1#",
                "A: 1| ||x#A: 1| |#x"
            })
    @Tag("G-14")
    void the_header_ends_at_the_first_empty_line(String message, String header, String body) throws Exception {
        byte[] octets = message.replace("|", "\r\n").getBytes(ISO_8859_1);
        for (int piece = 1; piece <= octets.length; piece++) {
            SignedParts parts = new SignedParts(SigningKey.sha256());
            feed(octets, piece, parts);

            assertThat(new String(parts.header(), ISO_8859_1).replace("\r\n", "|"))
                    .isEqualTo(header == null ? "" : header);
            String rest = body == null ? "" : body.replace("|", "\r\n");
            assertThat(parts.bodyHash()).isEqualTo(DkimVerifier.sha256(DkimVerifier.body(rest, true)));
        }
    }

    @Test
    void a_header_without_end_is_refused_before_it_fills_memory() {
        SignedParts parts = new SignedParts(SigningKey.sha256());
        byte[] some = "A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".getBytes(ISO_8859_1);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1 << 20; i++) {
                        parts.write(some);
                    }
                })
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("1048576");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "From: a@b.example # a@b.example",
                "From: \"Doe, Jane\" <jane@b.example> # jane@b.example",
                "From: Jane (x@evil.example, <y@evil.example>) <jane@b.example> # jane@b.example",
                "From: \"x@evil.example\" <jane@b.example> # jane@b.example",
                "From: a@b.example (Jane) # a@b.example",
                "From: <@c.example,@d.example:a@b.example> # a@b.example",
                "From: J <a@b.example> junk@evil.example # a@b.example",
                "From: a@b.example, c@d.example|Sender: s@d.example # s@d.example",
                "From: a@b.example, c@d.example # ",
                "From: a@b.example|From: c@d.example|Sender: s@d.example # ",
                "From: team: a@b.example; # a@b.example",
                "From: team:; # ",
                "From: <a@b.example # ",
                "From: nobody # ",
                "From: a@[192.0.2.1] # ",
                "From: B\u00fc <a@b\u00fccher.example> # a@b\u00fccher.example",
                "Subject: none # "
            })
    @Tag("G-18")
    void a_message_is_signed_for_its_one_author(String shown, String address) {
        List<HeaderField> header = HeaderField.all((shown.replace("|", "\r\n") + "\r\n").getBytes(UTF_8));

        assertThat(Author.of(header).map(Author::address)).isEqualTo(Optional.ofNullable(address));
    }

    private static byte[] hash(byte[] body, int piece) {
        RelaxedBody relaxed = new RelaxedBody(SigningKey.sha256());
        for (int i = 0; i < body.length; i += piece) {
            relaxed.update(body, i, Math.min(piece, body.length - i));
        }
        return relaxed.finish();
    }

    private static void feed(byte[] octets, int piece, OutputStream into) throws IOException {
        for (int i = 0; i < octets.length; i += piece) {
            into.write(octets, i, Math.min(piece, octets.length - i));
        }
    }
}
