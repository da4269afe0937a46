package org.danegate.delivery;

import java.util.List;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// What became of the recipients that a run tried one by one.
final class RunResults {

    private int recipients;
    private boolean delivered;
    private @Nullable Trouble refusal;

    /// Recipients that have a result.
    int recipients() {
        return recipients;
    }

    /// Why nobody got mail: the newest refusal; null when somebody did, or nobody was refused.
    @Nullable
    Trouble failure() {
        return delivered ? null : refusal;
    }

    void add(List<RecipientResult> results) {
        recipients += results.size();
        for (RecipientResult result : results) {
            switch (result) {
                case RecipientResult.Delivered ignored -> delivered = true;
                case RecipientResult.Refused refused -> refusal = refused.trouble();
                case RecipientResult.Dropped ignored -> {
                    // Says nothing about a host.
                }
            }
        }
    }

    /// Adds recipients that were all refused for one reason.
    void refused(int more, Trouble trouble) {
        recipients += more;
        refusal = trouble;
    }
}
