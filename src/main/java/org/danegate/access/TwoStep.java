package org.danegate.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.seal.Seal;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.transaction.annotation.Transactional;

/// The second step of signing in: a code from an authenticator app (RFC 6238), or one of the recovery codes shown when
/// the step was turned on. Each user turns it on and off for their own account; an administrator can turn it off for a
/// user who lost the phone.
public class TwoStep {

    /// Recovery codes that a user gets.
    public static final int RECOVERY_CODES = 8;

    private static final int RECOVERY_GROUPS = 5;
    private static final int RECOVERY_GROUP_LENGTH = 4;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final TwoStepSecrets secrets;
    private final UserAccounts accounts;
    private final OwnPassword own;
    private final Seal seal;
    private final SecondFactorRule rule;
    private final Audit audit;
    private final InstantSource clock;
    private final TimeCodes codes = new TimeCodes();

    /// A user's second step that is turned on.
    ///
    /// @param since when it was turned on
    /// @param recoveryCodesLeft recovery codes not used yet, 0 to [#RECOVERY_CODES]
    public record State(Instant since, int recoveryCodesLeft) {}

    TwoStep(
            TwoStepSecrets secrets,
            UserAccounts accounts,
            OwnPassword own,
            Seal seal,
            SecondFactorRule rule,
            Audit audit,
            InstantSource clock) {
        this.rule = rule;
        this.seal = seal;
        this.secrets = secrets;
        this.accounts = accounts;
        this.own = own;
        this.audit = audit;
        this.clock = clock;
    }

    /// A secret to show to the app; it is not stored here.
    public String newSecret() {
        return codes.newSecret();
    }

    /// The user's second step; empty when the password is enough to sign in.
    @Transactional(readOnly = true)
    public Optional<State> of(String user) {
        return secrets.findById(user).map(row -> new State(row.getSince(), row.recoveryCodesLeft()));
    }

    /// Whether the user's role needs it.
    @Transactional(readOnly = true)
    public boolean isDemandedOf(String user) {
        return accounts.findById(user)
                .filter(account -> rule.demandedOf(account.getRole()))
                .isPresent();
    }

    /// Names of the users who sign in with two steps.
    @Transactional(readOnly = true)
    public Set<String> users() {
        return Set.copyOf(secrets.userNames());
    }

    /// Turns the second step on, once the app has shown a code of the secret.
    ///
    /// @param password the user's own, so that a person who finds an open browser cannot lock its owner out
    /// @return the recovery codes, which are available only this once
    /// @throws RefusedException for a wrong password or code, or when it is already on
    @Transactional
    public List<String> turnOn(String user, String secret, String code, String password) {
        own.demand(user, password, "two-step sign-in");
        return enrol(user, secret, code);
    }

    /// The same for a user who has given the password just now, at the sign-in.
    ///
    /// @return the recovery codes, which are available only this once
    /// @throws RefusedException for a wrong code, or when it is already on
    @Transactional
    List<String> enrol(String user, String secret, String code) {
        if (secrets.existsById(user)) {
            throw new RefusedException(Wording.of("access.refused.two-step-on"));
        }
        OptionalLong step = codes.acceptedStep(secret, withoutBlanks(code), clock.instant(), 0);
        if (step.isEmpty()) {
            throw new RefusedException(Fault.error("code", Wording.of("access.refused.code")));
        }
        List<String> recovery = newRecoveryCodes();
        Set<String> hashes = recovery.stream().map(RandomText::hash).collect(Collectors.toCollection(HashSet::new));
        secrets.saveAndFlush(
                new TwoStepSecret(user, seal.close(purpose(user), secret), step.getAsLong(), clock.instant(), hashes));
        audit.record(user, "turned on two-step sign-in");
        return recovery;
    }

    private static List<String> newRecoveryCodes() {
        return Stream.generate(() -> RandomText.grouped(RECOVERY_GROUPS, RECOVERY_GROUP_LENGTH))
                .distinct()
                .limit(RECOVERY_CODES)
                .toList();
    }

    /// Turns the second step off for the user's own account.
    ///
    /// @throws RefusedException for a wrong password, or when the user's role needs it
    @Transactional
    public void turnOff(String user, String password) {
        own.demand(user, password, "two-step sign-in");
        if (isDemandedOf(user)) {
            throw new RefusedException(Wording.of("access.refused.two-step-demanded"));
        }
        secrets.deleteById(user);
        audit.record(user, "turned off two-step sign-in");
    }

    /// Turns the second step off for another user, who lost the phone and the recovery codes.
    @Transactional
    public void reset(String user, String actor) {
        if (secrets.existsById(user)) {
            secrets.deleteById(user);
            audit.record(actor, "turned off two-step sign-in of user " + user);
        }
    }

    /// Whether the code is right: the app's current code, or a recovery code. This uses the code up.
    @Transactional
    public boolean accepts(String user, String code) {
        return secrets.lock(user).map(row -> accepts(row, withoutBlanks(code))).orElse(false);
    }

    /// Seals the secrets that are still unsealed, from a time without a key.
    ///
    /// @return how many there were
    @Transactional
    public int sealAll() {
        List<TwoStepSecret> clear = secrets.findAll().stream()
                .filter(row -> !Seal.isSealed(row.getSecret()))
                .toList();
        clear.forEach(row -> row.setSecret(seal.close(purpose(row.getUserName()), row.getSecret())));
        return clear.size();
    }

    private static String purpose(String user) {
        return "two-step " + user;
    }

    private boolean accepts(TwoStepSecret row, String code) {
        OptionalLong step = codes.acceptedStep(
                seal.open(purpose(row.getUserName()), row.getSecret()), code, clock.instant(), row.getLastStep());
        if (step.isPresent()) {
            row.setLastStep(step.getAsLong());
            return true;
        }
        if (row.useRecoveryCode(RandomText.hash(code))) {
            audit.record(row.getUserName(), "used a recovery code; " + row.recoveryCodesLeft() + " left");
            return true;
        }
        return false;
    }

    /// Apps show codes in two groups.
    private static String withoutBlanks(String code) {
        return BLANKS.matcher(code).replaceAll("");
    }
}
