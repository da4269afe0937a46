package org.danegate.policy.file;

import java.util.List;
import java.util.Map;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.RecipientAccess;
import org.jspecify.annotations.Nullable;

/// The section `recipientAccess` of a policy file.
final class RecipientAccessSection {

    private static final List<String> KEYS = List.of("domain", "action");

    private RecipientAccessSection() {}

    static List<RecipientAccess> read(YamlMap root, List<RecipientAccess> otherwise) {
        return root.maps("recipientAccess", otherwise, RecipientAccessSection::line, KEYS);
    }

    private static @Nullable RecipientAccess line(YamlMap map) {
        if (map.lacks("domain")) {
            return null;
        }
        DomainPattern domain = map.pattern("domain");
        return domain == null ? null : new RecipientAccess(domain, map.word("action", RecipientAccess.Action.ACCEPT));
    }

    static Map<String, Object> tree(RecipientAccess line) {
        return FileTree.map(
                "domain", line.domain().toString(), "action", line.action().name());
    }
}
