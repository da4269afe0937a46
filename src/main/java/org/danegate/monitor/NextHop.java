package org.danegate.monitor;

import java.util.List;
import java.util.Optional;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;

/// Where an attempt came to last.
final class NextHop {

    private NextHop() {}

    /// The last address that was tried; else the last host, if the attempt came to one; empty when it did not.
    static Optional<String> of(Evidence evidence) {
        List<HostResult> hosts = evidence.hosts().reversed();
        Optional<String> address = hosts.stream()
                .filter(host -> !host.addresses().isEmpty())
                .findFirst()
                .map(host -> host.addresses().getLast().address().getHostAddress());
        return address.or(() -> hosts.stream().findFirst().map(HostResult::host));
    }
}
