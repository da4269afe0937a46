package org.danegate.delivery;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.delivery.HopDialer.Dialed;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.queue.QueuedDelivery;
import org.danegate.routing.NextHops;
import org.danegate.routing.Route;
import org.jspecify.annotations.Nullable;

/// One run at a destination: routes, tries its hosts in order until one takes mail, and settles everything leased.
/// Mail that no host could be used for shares the outcome of the attempt.
final class DeliveryRun {

    private static final int ADDRESSES_PER_HOST = 5;
    private static final Function<Hop, Optional<Hop>> NEVER_AGAIN = hop -> Optional.empty();

    private final Work work;
    private final Policy policy;
    private final DestinationProfile profile;
    private final BounceProfile bounceProfile;
    private final DaneSupport support;
    private final NextHops nextHops;
    private final HopLookup lookup;
    private final HopDialer dialer;
    private final MessageSender sender;
    private final Outcomes outcomes;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final RunState state;

    private final List<HostResult> hosts = new ArrayList<>();
    private DaneAction action = DaneAction.NOT_ASKED;
    private String reason = "";
    private @Nullable Trouble trouble;

    /// What the engine and a run tell each other.
    interface RunState {

        /// True when the engine is stopping: nothing new is begun.
        boolean stopping();

        /// A connection to the destination succeeded, or none could be made.
        void reached(boolean anyHost);
    }

    DeliveryRun(
            Work work,
            Policy policy,
            DestinationProfile profile,
            NextHops nextHops,
            HopLookup lookup,
            HopDialer dialer,
            MessageSender sender,
            Outcomes outcomes,
            DeliveryEvents events,
            InstantSource clock,
            RunState state) {
        this.work = work;
        this.policy = policy;
        this.profile = profile;
        this.bounceProfile = policy.bounceProfile(profile.bounceProfile());
        // DANE is for mail that came in under RELAY (seed "Mail Direction").
        this.support = work.relayed() ? profile.dane() : DaneSupport.NONE;
        this.nextHops = nextHops;
        this.lookup = lookup;
        this.dialer = dialer;
        this.sender = sender;
        this.outcomes = outcomes;
        this.events = events;
        this.clock = clock;
        this.state = state;
    }

    void run() {
        Route route = nextHops.of(work.destination(), policy.smtpRoutes());
        switch (route) {
            case Route.Mx mx -> {
                tryHops(lookup.mxHops(mx, profile, support), hop -> lookup.withFreshTlsa(hop, mx.evidence(), support));
                finish(mx.evidence(), null);
            }
            case Route.Relay relay -> {
                if (support == DaneSupport.NONE) {
                    tryHops(lookup.relayHops(relay, profile, work.destination()), NEVER_AGAIN);
                } else {
                    refuse(Troubles.dane("an SMTP route replaces the MX hosts (" + relay.routeText()
                            + "): DANE cannot be verified; use USEDNS or set DANE Support to None"));
                }
                finish(null, relay.routeText());
            }
            case Route.Literal literal -> {
                Hop hop = lookup.literalHop(literal, profile, support);
                tryHops(List.of(() -> hop), NEVER_AGAIN);
                finish(null, null);
            }
            case Route.Discard discard -> discard();
            case Route.Unresolved unresolved -> {
                refuse(unresolved(unresolved));
                publishDnsTrouble(unresolved);
                finish(unresolved.evidence(), null);
            }
            case Route.Impossible impossible -> {
                note(impossible.trouble());
                finish(impossible.evidence(), null);
            }
        }
    }

    private Trouble unresolved(Route.Unresolved unresolved) {
        Trouble t = unresolved.trouble();
        return new Trouble(t.code(), t.enhanced(), t.summary(), t.lines(), support != DaneSupport.NONE);
    }

    private void publishDnsTrouble(Route.Unresolved unresolved) {
        String why = unresolved.evidence().mx().status() + ": "
                + unresolved.evidence().mx().provenance().reason();
        events.publish(
                new DeliveryEvent.DnsTrouble(clock.instant(), work.destination(), work.destination(), "MX", why));
    }

    private void discard() {
        while (work.hasMore()) {
            for (QueuedDelivery delivery : work.drain()) {
                List<RecipientResult> dropped = delivery.recipients().stream()
                        .<RecipientResult>map(RecipientResult.Dropped::new)
                        .toList();
                outcomes.settle(delivery, 0, dropped, bounceProfile);
            }
        }
    }

    /// @param refresh looks a host up anew whose certificate did not match
    private void tryHops(List<Supplier<Hop>> hops, Function<Hop, Optional<Hop>> refresh) {
        boolean reached = false;
        for (Supplier<Hop> supplier : hops) {
            if (state.stopping() || !work.hasMore()) {
                return;
            }
            Hop hop = supplier.get();
            if (consider(hop)) {
                reached = true;
            } else if (trouble != null && trouble.dane()) {
                reached |= refresh.apply(hop).map(this::consider).orElse(false);
            }
        }
        state.reached(reached);
    }

    /// True when the host took the conversation.
    private boolean consider(Hop hop) {
        if (hop.plan() instanceof DanePlan.Refuse refusal) {
            refuse(Troubles.dane(refusal.reason()));
            hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), "DANE FAIL: not connected"));
            return false;
        }
        if (hop.addresses().isEmpty()) {
            note(Troubles.network(hop.noAddress()));
            hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), hop.noAddress()));
            return false;
        }
        return tryHop(hop);
    }

    /// True when an address took the conversation.
    private boolean tryHop(Hop hop) {
        List<AddressResult> results = new ArrayList<>();
        boolean open = false;
        for (InetAddress address :
                hop.addresses().stream().limit(ADDRESSES_PER_HOST).toList()) {
            if (!work.hasMore() || state.stopping()) {
                break;
            }
            Dialed dialed = dialer.dial(work.destination(), hop, address);
            results.add(dialed.evidence());
            switch (dialed) {
                case Dialed.Failed failed -> note(failed.trouble());
                case Dialed.Open connection -> {
                    open = true;
                    state.reached(true);
                    succeed(connection.action(), hop.plan().reason());
                    deliverTo(hop, address, connection);
                }
            }
        }
        String outcome = open ? "connected" : trouble == null ? "" : trouble.text();
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), results, outcome));
        return open;
    }

    /// Sends over the connection, and over new ones to the same address while mail is due and they can be had.
    private void deliverTo(Hop hop, InetAddress address, Dialed.Open first) {
        Dialed.Open connection = first;
        while (true) {
            boolean intact = sender.sendAll(connection, work, profile.messagesPerConnection(), bounceProfile, state);
            if (!intact || state.stopping() || !work.hasMore()) {
                return;
            }
            Dialed again = dialer.dial(work.destination(), hop, address);
            switch (again) {
                case Dialed.Open open -> connection = open;
                case Dialed.Failed failed -> {
                    note(failed.trouble());
                    return;
                }
            }
        }
    }

    private void refuse(Trouble because) {
        action = DaneAction.DANE_FAIL;
        reason = because.text();
        trouble = because;
    }

    /// Keeps the reason that decides: a DANE failure is not hidden by a later network error.
    private void note(Trouble because) {
        if (because.dane()) {
            refuse(because);
        } else if (trouble == null || !trouble.dane()) {
            trouble = because;
            reason = because.text();
        }
    }

    private void succeed(DaneAction how, String why) {
        action = how;
        reason = why;
        trouble = null;
    }

    /// What is left shares the attempt's trouble; then the evidence is published.
    private void finish(@Nullable DomainEvidence domain, @Nullable String route) {
        int refused = 0;
        Trouble because = trouble;
        if (state.stopping() || because == null) {
            work.release();
        } else {
            while (work.hasMore()) {
                for (QueuedDelivery delivery : work.drain()) {
                    refused += delivery.recipients().size();
                    outcomes.refuseAll(delivery, 0, because, bounceProfile);
                }
            }
        }
        Evidence evidence =
                new Evidence(work.destination(), support, domain, route, hosts, action, reason, clock.instant());
        int recipients = Math.max(refused, sender.recipientsTried());
        if (recipients > 0) {
            events.publish(
                    new DeliveryEvent.AttemptEnded(clock.instant(), work.destination(), recipients, evidence, because));
        }
    }
}
