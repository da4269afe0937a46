package org.danegate.policy.file;

import java.util.List;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.TableColumn.Trait;
import org.danegate.policy.TlsSupport;
import org.danegate.policy.file.TableSections.Section;
import org.danegate.policy.file.TableSections.Value;
import org.danegate.wording.Fault;

/// Checks which keys and values a section of a destination table file must have next to others.
final class SectionRules {

    private final List<Fault> faults;

    /// @param faults faults are added here
    SectionRules(List<Fault> faults) {
        this.faults = faults;
    }

    /// The keys that `[DEFAULT]` must have.
    void keysOfDefault(Section s) {
        for (String key : TableKeys.with(Trait.NEEDED_IN_DEFAULT)) {
            if (!s.values().containsKey(key)) {
                faults.add(TableRule.MISSING.broken(s.line(), key));
            }
        }
        List<String> limit = DestinationSetting.RECIPIENT_LIMIT.table().keys();
        companion(s, limit.getLast(), limit.getFirst());
    }

    /// The keys that an entry must have next to others.
    void keysOfEntry(Section s) {
        for (String limit : TableKeys.limits()) {
            for (String needed : TableKeys.with(Trait.BESIDE_LIMITS)) {
                companion(s, limit, needed);
            }
        }
        List<String> limit = DestinationSetting.RECIPIENT_LIMIT.table().keys();
        companion(s, limit.getLast(), limit.getFirst());
        companion(s, limit.getFirst(), limit.getLast());
    }

    private void companion(Section s, String key, String needed) {
        Value value = s.values().get(key);
        if (value != null && !s.values().containsKey(needed)) {
            faults.add(TableRule.COMPANION.broken(value.line(), key, needed));
        }
    }

    void daneNeedsTls(Section s, DestinationProfile profile) {
        if (profile.tls() == TlsSupport.NONE && profile.dane() != DaneSupport.NONE) {
            Value value = s.values().get(DestinationSetting.DANE.table().keys().getFirst());
            faults.add(TableRule.DANE_WITHOUT_TLS.broken(value == null ? s.line() : value.line()));
        }
    }
}
