package org.danegate.tracking;

import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Merges parts of an index in the background. A failure closes the index, and the next entry or commit reports that:
/// the thread itself has nothing to report to people.
final class QuietMerges extends ConcurrentMergeScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(QuietMerges.class);

    @Override
    protected void handleMergeException(Throwable cause) {
        LOG.debug("Parts of the tracking index could not be merged", cause);
    }
}
