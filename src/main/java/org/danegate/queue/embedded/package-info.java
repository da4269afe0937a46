/// The embedded queue store: a group-commit log of preallocated segments, with an index in memory.
/// May enter: files, records, recovery. May not enter: rules about retries or destinations' policy.
@NullMarked
package org.danegate.queue.embedded;

import org.jspecify.annotations.NullMarked;
