package org.danegate.verify;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.dialing.Caller;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Opening;
import org.danegate.dialing.Stage;
import org.danegate.event.Trouble;
import org.danegate.smtp.Ready;
import org.jspecify.annotations.Nullable;

/// Calls the hosts of a domain: until one would accept mail under DANE, or each of them. Sends no mail.
final class DomainCall implements Caller<Ready> {

    private final HopDialer dialer;
    private final InstantSource clock;
    private final Instant end;
    private final Narration narration;
    private final boolean everyHost;
    private boolean late;
    private boolean hostOpen;

    /// @param end when the call ends, with the conversation that is open then
    /// @param everyHost whether hosts are tried after one has succeeded
    DomainCall(HopDialer dialer, InstantSource clock, Instant end, Narration narration, boolean everyHost) {
        this.everyHost = everyHost;
        this.dialer = dialer;
        this.clock = clock;
        this.end = end;
        this.narration = narration;
    }

    @Override
    public void tell(Stage stage) {
        narration.tell(stage);
    }

    @Override
    public boolean wantsHost() {
        hostOpen = false;
        if (!wantsAddress()) {
            return false;
        }
        narration.nextHost();
        return true;
    }

    @Override
    public boolean wantsAddress() {
        boolean enough = everyHost ? hostOpen : narration.success();
        return !enough && inTime();
    }

    private boolean inTime() {
        if (!late && !clock.instant().isBefore(end)) {
            late = true;
            narration.outOfTime();
        }
        return !late;
    }

    @Override
    public Opening<Ready> open(Hop hop, InetAddress address) {
        return dialer.until(end).dial(hop, address, narration::tell);
    }

    @Override
    public @Nullable Trouble use(Hop hop, InetAddress address, Ready conversation) {
        hostOpen = true;
        conversation.quit();
        return null;
    }
}
