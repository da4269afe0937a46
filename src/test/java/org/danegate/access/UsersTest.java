package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.danegate.OwnPlace;
import org.danegate.event.DeliveryEvent;
import org.danegate.wording.RefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionTemplate;

/// Users and the first administrator on a real database.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, classes = UsersTest.Rows.class)
@ContextConfiguration(initializers = OwnPlace.class)
class UsersTest {

    private static final SecondFactorRule NO_RULE = new SecondFactorRule(Set.of(), Set.of(), false);
    private static final String PASSWORD = "correct horse battery";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = UserAccount.class)
    @EnableJpaRepositories(basePackageClasses = UserAccount.class)
    static class Rows {}

    @Autowired
    private UserAccounts accounts;

    @Autowired
    private TwoStepSecrets secrets;

    @Autowired
    private PasskeyRows passkeyRows;

    @Autowired
    private PasskeyUserRows handles;

    @Autowired
    private TransactionTemplate transaction;

    private final PasswordEncoder encoder = new AccessConfiguration().passwordEncoder();
    private final List<DeliveryEvent> events = new ArrayList<>();
    private Users users;

    @BeforeEach
    void empty() {
        accounts.deleteAll();
        Audit audit = new Audit(() -> events::add, InstantSource.system());
        users = new Users(accounts, encoder, UserSessions.of(new SessionRegistryImpl()), audit, InstantSource.system());
    }

    @Test
    void the_first_password_is_generated_printed_once_and_stored_as_a_hash() {
        String first = start("");
        assertThat(first).startsWith("Generated password for admin: ");
        String password = first.substring(first.indexOf(": ") + 2).strip();
        UserAccount admin = accounts.findById("admin").orElseThrow();
        assertThat(admin.getPasswordHash()).startsWith("{argon2}").doesNotContain(password);
        assertThat(encoder.matches(password, admin.getPasswordHash())).isTrue();
        assertThat(start("")).isEmpty();
    }

    /// OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB and two passes.
    @Test
    void hashes_cost_what_owasp_asks_for_and_cheaper_ones_are_made_anew() {
        String cheaper = "{argon2}"
                + Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(PASSWORD);

        assertThat(encoder.encode(PASSWORD)).startsWith("{argon2}$argon2id$").contains("m=19456,t=2,p=1");
        assertThat(encoder.upgradeEncoding(cheaper)).isTrue();
        assertThat(encoder.upgradeEncoding(encoder.encode(PASSWORD))).isFalse();
    }

    @Test
    void a_configured_first_password_is_not_printed() {
        assertThat(start(PASSWORD)).isEmpty();
        assertThat(encoder.matches(
                        PASSWORD, accounts.findById("admin").orElseThrow().getPasswordHash()))
                .isTrue();
    }

    @Test
    void the_last_administrator_stays() {
        start(PASSWORD);
        add("reader", Role.READ_ONLY_OPERATOR);
        assertThatThrownBy(() -> in(() -> users.delete("admin", "test")))
                .hasMessageContaining("last administrator who can sign in");
        assertThatThrownBy(() -> in(() -> users.change("admin", Role.READ_ONLY_OPERATOR, true, null, "test")))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> in(() -> users.change("admin", Role.ADMINISTRATOR, false, null, "test")))
                .isInstanceOf(RefusedException.class);
        add("second", Role.ADMINISTRATOR);
        in(() -> users.delete("admin", "test"));
        assertThat(users.all()).extracting(UserAccount::getName).containsExactly("reader", "second");
    }

    @Test
    void a_name_that_is_taken_or_malformed_is_refused() {
        add("reader", Role.READ_ONLY_OPERATOR);
        assertThatThrownBy(() -> add("reader", Role.ADMINISTRATOR)).hasMessageContaining("is taken");
        assertThatThrownBy(() -> add("a/b", Role.ADMINISTRATOR)).hasMessageContaining("User Name must be");
    }

    @Test
    void the_own_password_needs_the_current_one() {
        add("reader", Role.READ_ONLY_OPERATOR);
        assertThatThrownBy(() -> in(() -> users.changeOwnPassword("reader", "wrong", "another long password")))
                .hasMessage("Current Password is not right.");
        in(() -> users.changeOwnPassword("reader", PASSWORD, "another long password"));
        assertThat(encoder.matches(
                        "another long password",
                        accounts.findById("reader").orElseThrow().getPasswordHash()))
                .isTrue();
    }

    @Test
    void each_change_is_told_to_the_log() {
        add("reader", Role.READ_ONLY_OPERATOR);
        assertThat(events).singleElement().isInstanceOfSatisfying(DeliveryEvent.AdministratorActed.class, event -> {
            assertThat(event.user()).isEqualTo("test");
            assertThat(event.action()).isEqualTo("added user reader as Read-Only Operator");
        });
    }

    @Test
    void a_rescued_user_gets_in_with_a_printed_password_that_must_be_replaced() {
        add("ada", Role.ADMINISTRATOR);
        Audit audit = new Audit(() -> events::add, InstantSource.system());
        TwoStep twoStep = new TwoStep(
                secrets,
                accounts,
                new OwnPassword(accounts, encoder, audit),
                org.danegate.seal.SealTest.any(),
                NO_RULE,
                audit,
                InstantSource.system());
        secrets.saveAndFlush(new TwoStepSecret("ada", "ABCDEFGH", 0, Instant.EPOCH, Set.of("hash")));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        InstantSource clock = InstantSource.system();
        Passkeys passkeys = new Passkeys(
                passkeyRows,
                new OwnPassword(accounts, encoder, audit),
                new RelyingParty(passkeyRows, handles, "Danegate", clock),
                audit,
                clock);
        new RescuedUser(
                        "ada",
                        accounts,
                        twoStep,
                        passkeys,
                        encoder,
                        transaction,
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .afterSingletonsInstantiated();

        assertThat(twoStep.of("ada")).isEmpty();
        UserAccount ada = accounts.findById("ada").orElseThrow();
        assertThat(ada.isPasswordGiven()).isTrue();
        String password = printed.toString(StandardCharsets.UTF_8).replaceAll("(?s).*sign-in: (\\S+) .*", "$1");
        assertThat(encoder.matches(password, ada.getPasswordHash())).isTrue();
    }

    @Test
    void a_deleted_user_leaves_no_second_step() {
        add("ada", Role.ADMINISTRATOR);
        add("ben", Role.ADMINISTRATOR);
        secrets.saveAndFlush(new TwoStepSecret("ada", "ABCDEFGH", 0, Instant.EPOCH, Set.of("hash")));
        in(() -> users.delete("ada", "test"));
        assertThat(secrets.findAll()).isEmpty();
    }

    private void add(String name, Role role) {
        in(() -> users.add(name, GivenPassword.lasting(PASSWORD), role, "test"));
    }

    private void in(Runnable change) {
        transaction.executeWithoutResult(status -> change.run());
    }

    @Test
    void the_first_administrators_password_obeys_the_rules_too() {
        for (String weak : new String[] {"short", "administrator-1", "password1234"}) {
            assertThatThrownBy(() -> start(weak))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("danegate.admin-password: Password ")
                    .hasMessageNotContaining(weak);
        }
        assertThat(accounts.count()).isZero();
    }

    @Test
    void the_first_password_need_not_stand_on_a_command_line(@TempDir Path folder) throws Exception {
        String file =
                Files.writeString(folder.resolve("password"), PASSWORD + "\n").toString();
        assertThat(FirstAdministrator.configured("", file)).isEqualTo(PASSWORD);
        assertThat(FirstAdministrator.configured(PASSWORD, "")).isEqualTo(PASSWORD);
        assertThatThrownBy(() -> FirstAdministrator.configured(PASSWORD, file)).hasMessageContaining("both set");
        assertThatThrownBy(() -> FirstAdministrator.configured("", file + ".missing"))
                .hasMessageStartingWith("danegate.admin-password-file: ");
    }

    @Test
    void a_second_step_from_before_there_was_a_key_is_sealed_at_the_start() {
        add("ada", Role.ADMINISTRATOR);
        Audit audit = new Audit(() -> events::add, InstantSource.system());
        TwoStep twoStep = new TwoStep(
                secrets,
                accounts,
                new OwnPassword(accounts, encoder, audit),
                org.danegate.seal.SealTest.any(),
                NO_RULE,
                audit,
                InstantSource.system());
        secrets.saveAndFlush(new TwoStepSecret("ada", "JBSWY3DPEHPK3PXP", 0, Instant.EPOCH, Set.of("hash")));
        String code = new TimeCodes().codeAt("JBSWY3DPEHPK3PXP", Instant.now());
        in(twoStep::sealAll);
        assertThat(secrets.findById("ada").orElseThrow().getSecret())
                .startsWith("sealed:1:")
                .doesNotContain("JBSWY3DPEHPK3PXP");
        in(() -> assertThat(twoStep.accepts("ada", code)).isTrue());
    }

    @Test
    void the_first_password_goes_to_a_file_of_its_own_where_the_output_is_kept(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("initial-password");
        InitialPassword place = new InitialPassword(file.toString());
        Files.writeString(file, "of an earlier start");
        String said = start("", place);
        String password = Files.readString(file).strip();
        assertThat(said).contains(file.toString()).doesNotContain(password);
        assertThat(encoder.matches(
                        password, accounts.findById("admin").orElseThrow().getPasswordHash()))
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        place.signedIn("ada");
        assertThat(start("", place)).isEmpty();
        assertThat(file).as("nobody has used it").exists();
        place.signedIn("admin");
        assertThat(file).doesNotExist();
    }

    @Test
    void the_file_of_the_first_password_goes_when_the_password_is_another(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("initial-password");
        InitialPassword place = new InitialPassword(file.toString());
        start("", place);
        in(() -> users.changeOwnPassword("admin", read(file), PASSWORD));
        start("", place);
        assertThat(file).doesNotExist();
    }

    @Test
    void nobody_is_made_whose_password_nobody_could_read(@TempDir Path folder) {
        assertThatThrownBy(() -> start("", new InitialPassword(folder + "/missing/initial-password")))
                .hasMessageStartingWith("danegate.admin-password-output-file: ")
                .hasMessageContaining("cannot be written");
        assertThat(accounts.count()).isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String start(String password) {
        return start(password, new InitialPassword(""));
    }

    private String start(String password, InitialPassword place) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FirstAdministrator(
                        accounts,
                        encoder,
                        password,
                        place,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        InstantSource.system())
                .afterSingletonsInstantiated();
        return out.toString(StandardCharsets.UTF_8);
    }
}
