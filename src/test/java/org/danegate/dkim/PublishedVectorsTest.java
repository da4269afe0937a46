package org.danegate.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The examples that the RFCs print.
class PublishedVectorsTest {

    private static final String MESSAGE = """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>

            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """;

    /// RFC 8463 appendix A.
    private static final String ED25519 = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            """;

    private static final String RSA = """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            """;

    /// RFC 6376 appendix A.2, with the blanks that its formatting hides.
    private static final String SIMPLE = """
            DKIM-Signature: v=1; a=rsa-sha256; s=brisbane; d=example.com;
                  c=simple/simple; q=dns/txt; i=joe@football.example.com;
                  h=Received : From : To : Subject : Date : Message-ID;
                  bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
                  b=AuUoFEfDxTDkHlLXSZEpZj79LICEps6eda7W3deTVFOk4yAUoqOB
                  4nujc7YopdG5dWLSdNg6xNAZpOPr+kHxt1IrE+NahM6L/LbvaHut
                  KVdkLLkpVaVVQPzeRDI009SO2Il5Lu7rDNH6mZckBdrIx0orEtZV
                  4bmp/YzhwvcubU4=;
            Received: from client1.football.example.com  [192.0.2.1]
                  by submitserver.example.com with SUBMISSION;
                  Fri, 11 Jul 2003 21:01:54 -0700 (PDT)
            """;

    private static final String SEED = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    @Test
    void the_verifier_of_these_tests_accepts_both_signatures_of_rfc_8463() {
        assertThat(DkimVerifier.verify(crlf(RSA + ED25519 + MESSAGE), PublishedVectorsTest::record))
                .containsExactly("", "");
        assertThat(DkimVerifier.verify(
                        crlf(RSA + ED25519 + MESSAGE.replace("game", "Game")), PublishedVectorsTest::record))
                .containsExactly("body hash", "body hash");
        assertThat(DkimVerifier.verify(
                        crlf(RSA + ED25519 + MESSAGE.replace("ready", "cold")), PublishedVectorsTest::record))
                .containsExactly("signature", "signature");
    }

    @Test
    void the_verifier_of_these_tests_accepts_the_simple_signature_of_rfc_6376() {
        byte[] message = crlf(SIMPLE + MESSAGE.replace("game.  Are", "game. Are"));

        assertThat(DkimVerifier.verify(message, PublishedVectorsTest::record)).containsExactly("");
    }

    @Test
    @Tag("G-04")
    void the_key_of_rfc_8463_signs_as_printed() throws Exception {
        assertThat(KeyReading.read(SEED)).isInstanceOfSatisfying(KeyReading.Found.Key.class, found -> {
            try {
                SigningKey key = KeyMaking.of("brisbane", found.key());
                byte[] input = input(ED25519);

                assertThat(key.published()).isEqualTo("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
                assertThat(input).hasSize(478);
                assertThat(HexFormat.of().formatHex(SigningKey.sha256().digest(input)))
                        .startsWith("48ce9a2c")
                        .endsWith("ed62e7");
                assertThat(Base64.getEncoder().encodeToString(key.sign(input)))
                        .isEqualTo("/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq"
                                + "+eXdp1Q1Dw==");
            } catch (java.security.GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    @Tag("G-13")
    void the_input_of_the_rsa_signature_is_that_of_rfc_8463() {
        byte[] input = input(RSA);

        assertThat(input).hasSize(470);
        assertThat(HexFormat.of().formatHex(SigningKey.sha256().digest(input)))
                .startsWith("fed71e6d")
                .endsWith("aa1111");
    }

    /// The octets that are signed, made by what signs.
    private static byte[] input(String signature) {
        List<HeaderField> header = HeaderField.all(crlf(MESSAGE.substring(0, MESSAGE.indexOf("\n\n") + 1)));
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(SignedFields.relaxed(
                header, List.of("from", "to", "subject", "date", "message-id", "from", "subject", "date")));
        byte[] field = HeaderField.all(crlf(
                        signature.substring(0, signature.indexOf("b=", signature.indexOf("bh=") + 3) + 2)))
                .getFirst()
                .relaxed();
        input.write(field, 0, field.length - 2);
        return input.toByteArray();
    }

    private static String record(String owner) {
        return switch (owner) {
            case "brisbane._domainkey.football.example.com" ->
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
            case "test._domainkey.football.example.com" ->
                "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQ"
                        + "iY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLz"
                        + "BfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";
            default ->
                "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOC"
                        + "KG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaN"
                        + "BcWToIMmPSPDdQPNUYckcQ2QIDAQAB";
        };
    }

    private static byte[] crlf(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }
}
