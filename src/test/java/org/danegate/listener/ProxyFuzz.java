package org.danegate.listener;

import static org.danegate.fuzz.Property.holds;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;

/// The header of the PROXY protocol: whatever comes is read no further than its end, names a client or nobody, or is
/// refused.
public final class ProxyFuzz {

    private static final int LONGEST = 16 + 65_535;

    private ProxyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        try {
            InetAddress client = ProxyHeader.read(in).client();
            int read = input.length - in.available();
            holds(read <= LONGEST, "more than a header was read");
            holds(client == null || client.getHostAddress().indexOf('%') < 0, "a client with a zone");
            int again = input.length - read;
            ByteArrayInputStream alone = new ByteArrayInputStream(input, 0, read);
            holds(ProxyHeader.read(alone).equals(new ProxyHeader(client)), "other octets change the header");
            holds(alone.available() == 0 && again == in.available(), "the header ends elsewhere");
        } catch (IOException refused) {
            holds(refused.getMessage() != null, "refused without a word");
        }
    }
}
