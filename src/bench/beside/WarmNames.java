package beside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Asks the resolver once for everything that a gateway asks about some domains, so that it answers both gateways from
/// its cache, as a resolver in service does.
final class WarmNames {

    private static final int AT_ONCE = 50;
    private static final int EDNS = 1232;

    private WarmNames() {}

    /// @throws IOException when an answer is missing
    static void ask(FarDomains domains) throws Exception {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(Places.DNS);
        resolver.setEDNS(0, EDNS, ExtendedFlags.DO, List.of());
        List<Future<?>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (int n = 0; n < domains.count(); n++) {
                String domain = FarDomains.name(n);
                asked.add(threads.submit(() -> {
                    one(resolver, domain, Type.MX);
                    one(resolver, "mx." + domain, Type.A);
                    one(resolver, "mx." + domain, Type.AAAA);
                    return null;
                }));
            }
        }
        for (Future<?> one : asked) {
            one.get();
        }
    }

    private static void one(SimpleResolver resolver, String name, int type) throws IOException {
        Record question = Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
        Message answer = resolver.send(Message.newQuery(question));
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new IOException(name + ": " + Rcode.string(answer.getRcode()));
        }
    }
}
