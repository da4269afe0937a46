package org.danegate.dkim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.policy.DkimSettings;
import org.danegate.policy.SigningKeyNames;
import org.danegate.policy.SigningProfile;
import org.danegate.policy.SigningProfile.NextKey;
import org.danegate.policy.SigningProfile.SelectorKey;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Says before a commit which profiles could not sign, or would sign what nobody can verify. What DNS said last counts:
/// a commit waits for no lookup.
final class SigningConcerns implements SigningKeyNames {

    private final SigningKeyFolder folder;
    private final PublishedRecords records;

    SigningConcerns(SigningKeyFolder folder, PublishedRecords records) {
        this.folder = folder;
        this.records = records;
    }

    @Override
    public List<String> names() {
        return folder.names();
    }

    @Override
    public List<Fault> concerns(DkimSettings settings, DkimSettings inForce) {
        List<Fault> found = of(settings);
        if (found.stream().noneMatch(Fault::isGrave)) {
            return found;
        }
        Set<String> known = new HashSet<>();
        of(inForce).forEach(fault -> known.add(fault.message()));
        return found.stream()
                .map(fault -> fault.isGrave() && known.contains(fault.message())
                        ? Fault.advice(fault.field(), fault.wording())
                        : fault)
                .toList();
    }

    private List<Fault> of(DkimSettings settings) {
        List<Fault> found = new ArrayList<>();
        for (int i = 0; i < settings.profiles().size(); i++) {
            profile("dkim.profiles[" + i + "].", settings.profiles().get(i), found);
        }
        return found;
    }

    private void profile(String at, SigningProfile profile, List<Fault> found) {
        Optional<SigningKey> first = key(at + "key", at + "selector", profile, profile.first(), found);
        if (first.isPresent() && first.get().algorithm() != KeyAlgorithm.RSA) {
            found.add(Fault.error(
                    at + "key", Wording.of("dkim.concern.rsa", profile.first().key())));
        }
        SelectorKey second = profile.second();
        if (second != null) {
            Optional<SigningKey> other = key(at + "secondKey", at + "secondSelector", profile, second, found);
            if (other.isPresent() && other.get().algorithm() == KeyAlgorithm.RSA) {
                found.add(Fault.error(at + "secondKey", Wording.of("dkim.concern.second", second.key())));
            }
        }
        NextKey next = profile.next();
        if (next != null) {
            key(at + "nextKey", at + "nextSelector", profile, next.key(), found);
        }
    }

    private Optional<SigningKey> key(
            String field, String selectorField, SigningProfile profile, SelectorKey one, List<Fault> found) {
        SigningKey key;
        try {
            key = folder.key(one.key());
        } catch (SigningException missing) {
            Wording wording = Wording.of("dkim.concern.missing", one.key(), profile.name());
            found.add(profile.enabled() ? Fault.grave(field, wording) : Fault.advice(field, wording));
            return Optional.empty();
        }
        Optional<DomainName> owner = one.owner(profile.domain());
        if (profile.enabled() && owner.isPresent()) {
            published(selectorField, owner.get(), key, found);
        }
        return Optional.of(key);
    }

    private void published(String field, DomainName owner, SigningKey key, List<Fault> found) {
        Optional<Published> last = records.last(owner, key);
        if (last.isEmpty()) {
            found.add(Fault.grave(field, Wording.of("dkim.concern.untested", owner.ascii(), key.name())));
        } else if (!last.get().verdict().isGood()) {
            Wording why = Wording.of("dkim.verdict." + last.get().verdict());
            found.add(Fault.grave(field, Wording.of("dkim.concern.record", owner.ascii(), why)));
        }
    }
}
