package org.danegate.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SCRAM-SHA-256 with the example of RFC 7677 section 3, and both sides with each other.
class ScramTest {

    private static final Login LOGIN = new Login("user", "pencil");
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    void the_server_says_what_the_example_says() throws Exception {
        ScramServer server = ScramServer.of(octets(FIRST));
        assertThat(server.user()).isEqualTo("user");
        ScramServer.Challenge challenge = server.challenge(ScramKeys.of("pencil", SALT, 4096), SERVER_NONCE);
        assertThat(challenge.serverFirst()).isEqualTo(SERVER_FIRST);
        assertThat(challenge.finish(octets(FINAL))).isEqualTo(SERVER_FINAL);
    }

    @Test
    void the_client_says_what_the_example_says() throws Exception {
        ScramClient client = new ScramClient(LOGIN, CLIENT_NONCE);
        assertThat(text(client.first())).isEqualTo(FIRST);
        assertThat(text(client.proof(octets(SERVER_FIRST)))).isEqualTo(FINAL);
        client.check(octets(SERVER_FINAL));
        assertThatThrownBy(() -> client.check(octets("v=AAAA"))).isInstanceOf(SaslException.class);
        assertThatThrownBy(() -> client.check(octets("e=other-error"))).isInstanceOf(SaslException.class);
    }

    @Test
    void a_wrong_password_and_a_changed_message_are_refused() throws Exception {
        ScramServer.Challenge challenge =
                ScramServer.of(octets(FIRST)).challenge(ScramKeys.of("pencils", SALT, 4096), SERVER_NONCE);
        assertThatThrownBy(() -> challenge.finish(octets(FINAL))).hasMessage("wrong password");
        ScramServer.Challenge right =
                ScramServer.of(octets(FIRST)).challenge(ScramKeys.of("pencil", SALT, 4096), SERVER_NONCE);
        assertThatThrownBy(() -> right.finish(octets(FINAL.replace("biws", "eSws"))))
                .hasMessageContaining("channel binding");
        assertThatThrownBy(() -> right.finish(octets(FINAL.replace("$k0", "$k1"))))
                .hasMessageContaining("nonce");
        assertThatThrownBy(() -> right.finish(octets(FINAL.substring(0, FINAL.indexOf(",p=")))))
                .hasMessageContaining("proof");
        assertThatThrownBy(() -> right.finish(octets(FINAL + "!"))).hasMessageContaining("Base64");
    }

    @Test
    void names_with_commas_and_equals_signs_pass_both_sides() throws Exception {
        ScramClient client = new ScramClient(new Login("a=b,c", "péncil"), "abc");
        ScramServer server = ScramServer.of(client.first());
        assertThat(server.user()).isEqualTo("a=b,c");
        ScramServer.Challenge challenge = server.challenge(ScramKeys.of("péncil", SALT, 5000), "def");
        client.check(octets(challenge.finish(client.proof(octets(challenge.serverFirst())))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,,",
                "n,,n=user",
                "n,,r=x,n=user",
                "n,,n=,r=x",
                "n,,n=us=er,r=x",
                "n,,n=user,r=",
                "n,a=other,n=user,r=x",
                "n,x,n=user,r=x",
                "p=tls-exporter,,n=user,r=x",
                "n,,m=ext,n=user,r=x",
                "x,,n=user,r=x"
            })
    void malformed_first_messages_are_refused(String first) {
        assertThatThrownBy(() -> ScramServer.of(octets(first))).isInstanceOf(SaslException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=abc,s=W22Z,i=4096",
                "r=xyz,s=W22Z,i=4096",
                "r=abcx,s=,i=4096",
                "r=abcx,s=W22Z,i=1",
                "r=abcx,s=W22Z,i=99999999",
                "r=abcx,s=W22Z",
                "m=x,r=abcx,s=W22Z,i=4096"
            })
    void a_client_refuses_a_server_that_is_unsafe_or_malformed(String serverFirst) {
        ScramClient client = new ScramClient(LOGIN, "abc");
        assertThatThrownBy(() -> client.proof(octets(serverFirst))).isInstanceOf(SaslException.class);
    }

    @Test
    void plain_is_read_as_it_is_written_and_nobody_acts_for_somebody_else() throws Exception {
        assertThat(Plain.read(Plain.write(LOGIN))).isEqualTo(LOGIN);
        assertThat(Plain.read(octets("user\0user\0pencil"))).isEqualTo(LOGIN);
        for (String wrong :
                new String[] {"", "user\0pencil", "boss\0user\0pencil", "\0\0pencil", "\0user\0", "a\0b\0c\0d"}) {
            assertThatThrownBy(() -> Plain.read(octets(wrong))).isInstanceOf(SaslException.class);
        }
        assertThatThrownBy(() -> Plain.read(new byte[] {0, (byte) 0xff, 0, 'x'}))
                .hasMessageContaining("UTF-8");
        assertThat(LOGIN.toString()).doesNotContain("pencil");
        assertThat(ScramKeys.of("pencil", SALT, 4096).fit("pencil")).isTrue();
        assertThat(ScramKeys.of("pencil", SALT, 4096).fit("Pencil")).isFalse();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
