/// The mail that waits, in memory: by destination, lane and time, with leases, holds and shared failures. Every store
/// works on it. May enter: what stores have in common, and the form of records. May not enter: files, databases.
@NullMarked
package org.danegate.queue.waiting;

import org.jspecify.annotations.NullMarked;
