package org.danegate.published;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.published.Discovery.Found;
import org.danegate.published.PolicyFetch.Result;
import org.danegate.sts.StsPolicies;
import org.danegate.sts.StsRecord;
import org.danegate.sts.StsStanding;
import org.danegate.sts.StsStanding.Absent;
import org.danegate.sts.StsStanding.InForce;
import org.danegate.sts.StsStanding.Unknown;
import org.danegate.sts.StsTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// The policies that domains publish, found and kept as RFC 8461 section 5.1 says. Thread-safe.
final class PublishedPolicies implements StsPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedPolicies.class);
    private static final Duration USE_IS_EXACT_TO = Duration.ofDays(1);
    private static final Duration CHECKED_AGAIN_AFTER = Duration.ofMinutes(5);
    private static final int MOST_CHECKED = 10_000;

    private final PolicyStore store;
    private final Discovery discovery;
    private final Fetches fetches;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Cache<DomainName, Instant> checked;

    PublishedPolicies(
            PolicyStore store, Discovery discovery, Fetches fetches, DeliveryEvents events, InstantSource clock) {
        this.store = store;
        this.discovery = discovery;
        this.fetches = fetches;
        this.events = events;
        this.clock = clock;
        this.checked = Caffeine.newBuilder()
                .maximumSize(MOST_CHECKED)
                .expireAfterWrite(CHECKED_AGAIN_AFTER)
                .ticker(ticker(clock))
                .build();
    }

    static Ticker ticker(InstantSource clock) {
        return () -> clock.instant().toEpochMilli() * 1_000_000;
    }

    @Override
    public StsStanding standing(DomainName domain) {
        try {
            StsStanding standing = standing(domain, discovery.of(domain));
            if (standing instanceof InForce) {
                noteUse(domain);
            }
            return standing;
        } catch (DataAccessException e) {
            LOG.warn("The MTA-STS policy of {} cannot be read or kept; its mail waits.", domain, e);
            return new Unknown("the kept MTA-STS policies cannot be read or written");
        }
    }

    private StsStanding standing(DomainName domain, Found found) {
        Instant now = clock.instant();
        Optional<KeptPolicy> valid = store.find(domain).filter(p -> p.isValid(now));
        return switch (found) {
            case Found.Unknown unknown ->
                valid.<StsStanding>map(p -> inTrouble(p, recordTrouble(unknown.code(), unknown.reason())))
                        .orElseGet(() -> new Unknown(unknown.reason()));
            case Found.Records records ->
                switch (records.record()) {
                    case StsRecord.None none ->
                        valid.<StsStanding>map(p -> inTrouble(p, recordTrouble("no-record", none.reason())))
                                .orElseGet(() -> new Absent(none.reason(), null));
                    case StsRecord.Found published ->
                        valid.filter(p -> p.id().equals(published.id()))
                                .<StsStanding>map(KeptPolicy::standing)
                                .orElseGet(() -> newer(domain, published.id(), valid));
                };
        };
    }

    private static StsTrouble recordTrouble(String code, String reason) {
        return new StsTrouble(StsTrouble.Kind.RECORD, code, reason);
    }

    /// The kept policy, with trouble that is not worth keeping: the next lookup may be over it.
    private static InForce inTrouble(KeptPolicy kept, StsTrouble trouble) {
        InForce known = kept.standing();
        return new InForce(
                known.domain(),
                known.id(),
                known.policy(),
                known.lines(),
                known.fetchedAt(),
                known.validUntil(),
                known.trouble() == null ? trouble : known.trouble());
    }

    private StsStanding newer(DomainName domain, String id, Optional<KeptPolicy> valid) {
        Fetches.Fetched fetched = fetches.unlessResting(domain, id);
        return switch (fetched.result()) {
            case Result.Good good -> (fetched.made() ? kept(domain, id, good) : fetched(domain, id, good)).standing();
            case Result.Bad bad -> {
                failed(domain, bad.trouble(), fetched.made());
                yield valid.<StsStanding>map(p -> inTrouble(p, bad.trouble()))
                        .orElseGet(() -> new Absent(
                                "the MTA-STS policy could not be used: "
                                        + bad.trouble().text(),
                                bad.trouble()));
            }
        };
    }

    /// Keeps a policy that was fetched. One that may only be used at once is not kept, but replaces the old one.
    private KeptPolicy kept(DomainName domain, String id, Result.Good good) {
        Instant now = clock.instant();
        Optional<KeptPolicy> before = store.find(domain);
        KeptPolicy fetched = fetched(domain, id, good);
        KeptPolicy kept = before.map(b -> fetched.used(b.lastUsed())).orElse(fetched);
        if (kept.policy().maxAge().isZero()) {
            store.remove(domain);
        } else {
            store.keep(kept);
        }
        boolean same = before.filter(b -> b.id().equals(id) && b.lines().equals(kept.lines()))
                .isPresent();
        if (!same) {
            events.publish(new DeliveryEvent.StsPolicyFetched(
                    now, domain.ascii(), kept.policy().mode().word(), id, kept.validUntil()));
        }
        return kept;
    }

    private KeptPolicy fetched(DomainName domain, String id, Result.Good good) {
        return KeptPolicy.fetched(domain, id, good.file().policy(), good.file().lines(), clock.instant());
    }

    private void failed(DomainName domain, StsTrouble trouble, boolean made) {
        Instant now = clock.instant();
        if (made) {
            store.find(domain).ifPresent(kept -> store.failing(kept, trouble, now));
            events.publish(new DeliveryEvent.StsPolicyTrouble(now, domain.ascii(), trouble));
        }
    }

    private void noteUse(DomainName domain) {
        Instant now = clock.instant();
        store.find(domain)
                .filter(p -> Duration.between(p.lastUsed(), now).compareTo(USE_IS_EXACT_TO) >= 0)
                .ifPresent(p -> store.used(domain, now));
    }

    @Override
    public StsStanding again(InForce known) {
        Instant now = clock.instant();
        boolean young = Duration.between(known.fetchedAt(), now).compareTo(CHECKED_AGAIN_AFTER) < 0;
        if (young || checked.asMap().putIfAbsent(known.domain(), now) != null) {
            return known;
        }
        Found found = discovery.afresh(known.domain());
        boolean changed = found instanceof Found.Records records
                && records.record() instanceof StsRecord.Found published
                && !published.id().equals(known.id());
        return changed ? standing(known.domain()) : known;
    }

    /// Fetches a policy whatever its record says, as owners change the file and forget the record.
    ///
    /// @param forced whether a failure of a moment ago does not count
    Result refresh(DomainName domain, boolean forced) {
        String id = discovery.of(domain) instanceof Found.Records records
                        && records.record() instanceof StsRecord.Found published
                ? published.id()
                : store.find(domain).map(KeptPolicy::id).orElse("");
        Fetches.Fetched fetched = forced ? fetches.now(domain, id) : fetches.unlessResting(domain, id);
        if (fetched.result() instanceof Result.Good good && fetched.made()) {
            kept(domain, id, good);
        } else if (fetched.result() instanceof Result.Bad bad) {
            failed(domain, bad.trouble(), fetched.made());
        }
        return fetched.result();
    }

    /// What the record says now.
    Found record(DomainName domain) {
        return discovery.of(domain);
    }
}
