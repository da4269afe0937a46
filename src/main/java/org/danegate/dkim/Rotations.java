package org.danegate.dkim;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.danegate.config.Edit;
import org.danegate.config.Submission;
import org.danegate.config.Submit;
import org.danegate.config.WorkingPolicy;
import org.danegate.dkim.SigningKeys.Outcome;
import org.danegate.policy.DkimSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.danegate.wording.Fault;

/// Replaces the key of a profile by a new one, in two steps: a new key with a selector and a date goes into the working
/// copy, and later the old one leaves it. Both wait for a commit.
public final class Rotations {

    /// Days from today on which a new key signs, unless somebody chooses another day: time to publish its record.
    private static final int LEAD_DAYS = 7;

    private static final String SECTION = "dkim";

    private final WorkingPolicy working;
    private final SigningKeys keys;
    private final KeyActs acts;

    Rotations(WorkingPolicy working, SigningKeys keys, KeyActs acts) {
        this.working = working;
        this.keys = keys;
        this.acts = acts;
    }

    /// What is asked for.
    ///
    /// @param profile name of the signing profile
    /// @param replaced name of the key that is replaced
    /// @param name of the new key
    /// @param from as typed
    public record Wish(String profile, String replaced, String name, String selector, String from) {}

    /// A wish that suits most: names from the first day, which is a week away.
    public Wish suggestion(String profile, String replaced) {
        LocalDate from = acts.today().plusDays(LEAD_DAYS);
        String day = from.format(DateTimeFormatter.BASIC_ISO_DATE);
        boolean rsa = keys.algorithm(replaced) == KeyAlgorithm.RSA;
        String base = replaced.replaceAll("[-.]?[0-9]{8}$", "");
        return new Wish(profile, replaced, base + "-" + day, (rsa ? "s" : "e") + day, from.toString());
    }

    /// The version of the working copy's section that a form was filled from.
    public long version() {
        return working.section(SECTION).version();
    }

    /// Generates the new key and enters it into the working copy.
    ///
    /// @throws IOException when the key cannot be written
    /// @throws GeneralSecurityException when the platform cannot make it
    public Outcome plan(Wish wish, long version, String user) throws IOException, GeneralSecurityException {
        Optional<LocalDate> from = date(wish.from());
        if (from.isEmpty()) {
            return Outcome.Refused.of("from", "date");
        }
        if (from.get().isBefore(acts.today())) {
            return Outcome.Refused.of("from", "date.past");
        }
        Optional<SigningProfile> profile = profile(working.policy(), wish.profile());
        if (profile.isEmpty() || profile.get().next() != null) {
            return Outcome.Refused.of("", profile.isEmpty() ? "profile.gone" : "rotation.running", wish.profile());
        }
        NewKey kind = kind(wish.replaced());
        Outcome made = keys.generate(wish.name(), kind, user);
        if (made instanceof Outcome.Refused) {
            return made;
        }
        NextKey next = new NextKey(new SelectorKey(wish.selector(), wish.name()), from.get());
        Submission submitted = submit(wish.profile(), version, p -> Rotation.planned(p, next), user);
        if (submitted instanceof Submission.Submitted) {
            return made;
        }
        keys.delete(wish.name(), user);
        return refused(submitted);
    }

    /// Takes the replaced key out of the working copy.
    public Outcome finish(String profile, String user) {
        Submission submitted = submit(profile, version(), p -> Rotation.finished(p, keys::algorithm), user);
        return submitted instanceof Submission.Submitted ? new Outcome.Done(profile) : refused(submitted);
    }

    private NewKey kind(String replaced) {
        return keys.find(replaced)
                .map(key -> key.algorithm() == KeyAlgorithm.ED25519
                        ? NewKey.ED25519
                        : key.bits() > 3072 ? NewKey.RSA_4096 : key.bits() > 2048 ? NewKey.RSA_3072 : NewKey.RSA_2048)
                .orElse(NewKey.RSA_2048);
    }

    private Submission submit(String profile, long version, UnaryOperator<SigningProfile> change, String user) {
        String prefix = prefix(profile);
        return working.submitSection(
                SECTION,
                version,
                now -> new Edit.To(with(now, profile, change)),
                new Submit(user, "signing-profiles " + profile, prefix));
    }

    private String prefix(String profile) {
        List<SigningProfile> all = working.policy().dkim().profiles();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(profile)) {
                return "dkim.profiles[" + i + "].";
            }
        }
        return "dkim.profiles";
    }

    private static Policy with(Policy policy, String profile, UnaryOperator<SigningProfile> change) {
        DkimSettings dkim = policy.dkim();
        List<SigningProfile> changed = dkim.profiles().stream()
                .map(p -> p.name().equals(profile) ? change.apply(p) : p)
                .toList();
        return policy.with(new DkimSettings(changed, dkim.signSystemMessages(), dkim.sendUnsigned()));
    }

    private static Optional<SigningProfile> profile(Policy policy, String name) {
        return policy.dkim().profiles().stream()
                .filter(p -> p.name().equals(name))
                .findFirst();
    }

    private static Outcome.Refused refused(Submission submission) {
        return switch (submission) {
            case Submission.Rejected rejected ->
                new Outcome.Refused(rejected.faults().stream()
                        .map(fault -> fault.at(fault.field().endsWith("nextSelector") ? "selector" : ""))
                        .toList());
            case Submission.Stale stale -> new Outcome.Refused(List.of(Fault.error("", stale.why())));
            case Submission.Submitted done -> throw new IllegalStateException("nothing was refused");
        };
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text.strip()));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
