package org.danegate.queue.waiting;

import java.io.IOException;
import org.danegate.queue.MessageBody;

/// Where a store keeps a message.
public interface Place {

    /// Octets that it takes there.
    int length();

    /// The body; the caller closes it.
    ///
    /// @throws IOException when it cannot be read, or differs from what was written
    MessageBody read() throws IOException;

    /// A message that waits is kept here from now on.
    void filled();

    /// The message that was kept here is gone, or is kept elsewhere now.
    void emptied();
}
