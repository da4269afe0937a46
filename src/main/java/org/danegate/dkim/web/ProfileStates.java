package org.danegate.dkim.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.console.FrameLight.State;
import org.danegate.console.RowStates;
import org.danegate.console.Texts;
import org.danegate.dkim.KeyUse;
import org.danegate.dkim.Published;
import org.danegate.dkim.RecordVerdict;
import org.danegate.dkim.SigningKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Says on the list of signing profiles what DNS said last about their records.
@Component
class ProfileStates implements RowStates {

    private static final String PAGE = "/mail-policies/signing-profiles";

    private final ObjectProvider<SigningKeys> keys;
    private final Texts texts;

    ProfileStates(ObjectProvider<SigningKeys> keys, Texts texts) {
        this.keys = keys;
        this.texts = texts;
    }

    @Override
    public List<RowState> of(String page, String name) {
        if (!page.equals(PAGE)) {
            return List.of();
        }
        List<RowState> states = new ArrayList<>();
        keys.getObject()
                .all()
                .forEach(key -> key.uses().stream()
                        .filter(use -> use.inDraft() && use.profile().equals(name))
                        .forEach(use -> states.add(state(use))));
        return states;
    }

    private RowState state(KeyUse use) {
        if (use.phase() == KeyUse.Phase.OFF) {
            return new RowState(State.UNKNOWN, use.selector() + ": " + texts.of("dkim.phase.OFF"));
        }
        Published seen = use.published();
        String verdict = seen == null ? "untested" : seen.verdict().name();
        return new RowState(light(seen), use.selector() + ": " + texts.of("dkim.verdict." + verdict));
    }

    private static State light(@Nullable Published seen) {
        if (seen == null) {
            return State.UNKNOWN;
        }
        return seen.verdict().isGood() ? State.GOOD : seen.verdict() == RecordVerdict.UNKNOWN ? State.WARN : State.BAD;
    }
}
