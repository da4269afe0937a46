package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.address.MailAddress;
import org.danegate.policy.BounceProfile;
import org.jspecify.annotations.Nullable;

/// The section `bounceProfiles` of a policy file.
final class BounceProfilesSection {

    private static final List<String> KEYS = List.of(
            "name",
            "maxRetries",
            "maxTimeInQueue",
            "initialRetry",
            "maxRetryInterval",
            "sendHardBounces",
            "sendDelayWarnings",
            "delayWarningAfter",
            "delayWarningCount",
            "bounceSender",
            "dkimSigning");

    private BounceProfilesSection() {}

    static List<BounceProfile> read(YamlMap root, List<BounceProfile> otherwise) {
        return root.maps("bounceProfiles", otherwise, BounceProfilesSection::profile, KEYS);
    }

    private static @Nullable BounceProfile profile(YamlMap map) {
        if (map.lacks("name")) {
            return null;
        }
        BounceProfile d = BounceProfile.defaults();
        return new BounceProfile(
                map.text("name", ""),
                map.number("maxRetries", d.maxRetries()),
                map.duration("maxTimeInQueue", d.maxTimeInQueue()),
                map.duration("initialRetry", d.initialRetry()),
                map.duration("maxRetryInterval", d.maxRetryInterval()),
                map.truth("sendHardBounces", d.sendHardBounces()),
                map.truth("sendDelayWarnings", d.sendDelayWarnings()),
                map.duration("delayWarningAfter", d.delayWarningAfter()),
                map.number("delayWarningCount", d.delayWarningCount()),
                map.mailAddress("bounceSender"),
                map.truth("dkimSigning", d.dkimSigning()));
    }

    static Map<String, Object> tree(BounceProfile b) {
        MailAddress sender = b.bounceSender();
        return FileTree.map(
                "name", b.name(),
                "maxRetries", b.maxRetries(),
                "maxTimeInQueue", FileTree.seconds(b.maxTimeInQueue()),
                "initialRetry", FileTree.seconds(b.initialRetry()),
                "maxRetryInterval", FileTree.seconds(b.maxRetryInterval()),
                "sendHardBounces", b.sendHardBounces(),
                "sendDelayWarnings", b.sendDelayWarnings(),
                "delayWarningAfter", FileTree.seconds(b.delayWarningAfter()),
                "delayWarningCount", b.delayWarningCount(),
                "bounceSender", sender == null ? null : sender.text(),
                "dkimSigning", b.dkimSigning());
    }
}
