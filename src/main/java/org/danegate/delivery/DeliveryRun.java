package org.danegate.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.danegate.bounce.RetrySchedule;
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
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueuedDelivery;
import org.danegate.routing.NextHops;
import org.danegate.routing.Route;
import org.jspecify.annotations.Nullable;

/// One run at a destination: routes, tries its hosts in order until one takes mail, and settles everything leased.
/// Mail that no host could be used for shares the outcome of the attempt.
final class DeliveryRun {

    private static final int AT_ONCE = 1000;
    private static final String SILENT = "not tried: many deliveries to it get no further just now";
    private static final Duration LIMIT_PAUSE = Duration.ofMillis(250);
    private static final String LEFT_OUT = "left to the next attempts: one looks up " + AttemptBounds.MOST_HOSTS
            + " hosts and dials " + AttemptBounds.MOST_ADDRESSES + " addresses at most";
    private static final Function<Hop, Stream<Hop>> NEVER_AGAIN = hop -> Stream.empty();

    private final Work work;
    private final Policy policy;
    private final DestinationProfile profile;
    private final BounceProfile bounceProfile;
    private final DaneSupport support;
    private final VirtualGateway gateway;
    private final NextHops nextHops;
    private final HopLookup lookup;
    private final Connections connections;
    private final MessageQueue queue;
    private final MessageSender sender;
    private final Outcomes outcomes;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final RunState state;

    private final List<HostResult> hosts = new ArrayList<>();
    private DaneAction action = DaneAction.NOT_ASKED;
    private String reason = "";
    private @Nullable Trouble trouble;

    /// Why a host could not be asked, also when another could.
    private @Nullable Trouble missed;

    private boolean atLimit;
    private @Nullable Duration silence;
    private final AttemptBounds bounds = new AttemptBounds();

    /// What the engine and a run tell each other.
    interface RunState {

        /// True when the engine is stopping, the destination is suspended, or other orders are in force:
        /// nothing new is begun.
        boolean stopping();

        /// Where an administrator sends all mail of the destination.
        Optional<Route> redirect();

        /// The attempt as others see it.
        Attempt attempt();

        /// A connection to the destination succeeded, or none could be made.
        void reached(boolean anyHost);

        /// A message went out.
        void sent();

        /// Whether mail follows mail so closely that a connection is worth keeping.
        boolean busy();

        /// A limit of the profile allows nothing more before that time.
        void limited(Instant until);

        /// The attempt failed for all mail; returns how many in a row have.
        int failed();
    }

    DeliveryRun(
            Work work,
            Policy policy,
            DestinationProfile profile,
            NextHops nextHops,
            HopLookup lookup,
            Connections connections,
            MessageQueue queue,
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
        this.support = work.lane().relayed() ? profile.dane() : DaneSupport.NONE;
        this.gateway = VirtualGateway.of(work.lane(), policy);
        this.nextHops = nextHops;
        this.lookup = lookup;
        this.connections = connections;
        this.queue = queue;
        this.sender = sender;
        this.outcomes = outcomes;
        this.events = events;
        this.clock = clock;
        this.state = state;
    }

    void run() {
        Route route = state.redirect().orElseGet(() -> nextHops.of(work.destination(), policy.smtpRoutes(), support));
        switch (route) {
            case Route.Mx mx -> {
                leftOut(mx.leftOut());
                tryHops(lookup.mxHops(mx, profile, support), hop -> lookup.withOtherTlsa(hop, mx.evidence(), support));
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
                tryHops(Stream.of(new Candidate(hop.name(), () -> hop)), NEVER_AGAIN);
                finish(null, null);
            }
            case Route.Discard discard -> discard();
            case Route.Unresolved unresolved -> {
                note(unresolved(unresolved));
                publishDnsTrouble(unresolved);
                finish(unresolved.evidence(), null);
            }
            case Route.Impossible impossible -> {
                note(impossible.trouble());
                leftOut(impossible.leftOut());
                finish(impossible.evidence(), null);
            }
        }
    }

    /// MX records that are not used, for those who look at the evidence; as many as an attempt has hosts.
    private void leftOut(List<Route.LeftOut> records) {
        records.stream().limit(AttemptBounds.MOST_HOSTS).forEach(this::leftOut);
    }

    private void leftOut(Route.LeftOut mx) {
        DanePlan plan = new DanePlan.NotAsked(mx.text());
        hosts.add(new HostResult(mx.target(), null, plan, List.of(), "left out: " + mx.why()));
    }

    /// Where DANE is asked a lookup of MX that failed is a failure of DANE (seed tables, row BOGUS); where it
    /// is not, DNS alone has failed.
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

    /// Hosts in order, within the bounds of an attempt: those that had their turn lately come after the others, and
    /// those whose addresses could not be reached lately last. Where every one of them is known to lead nowhere,
    /// that is the outcome.
    ///
    /// @param hops looked at one after another, each when its turn comes
    /// @param refresh looks a host up anew whose certificate did not match
    private void tryHops(Stream<Candidate> hops, Function<Hop, Stream<Hop>> refresh) {
        if (support != DaneSupport.NONE) {
            action = DaneAction.NOT_REACHED;
        }
        Iterator<Candidate> all = untriedFirst(hops, connections.hostTurns().tried(place()));
        boolean reached = false;
        boolean ended = false;
        List<Hop> later = new ArrayList<>();
        List<Trouble> nowhere = new ArrayList<>();
        int looked = 0;
        while (!ended && all.hasNext() && bounds.mayLook()) {
            work.takeUpAgain();
            if (over()) {
                return;
            }
            Candidate candidate = all.next();
            Hop hop = gateway.see(candidate.look().get());
            looked++;
            bounds.looked();
            if (hop.noWay() != null && !(hop.plan() instanceof DanePlan.Refuse && !hop.ourselves())) {
                nowhere.add(nowhere(hop, hop.noWay()));
                ended = hop.ourselves();
                bounds.done(candidate.name());
            } else if (connections.allUnreachable(hop)) {
                later.add(hop);
            } else {
                reached |= considerTwice(hop, refresh);
                bounds.done(candidate.name());
            }
        }
        for (Hop hop : later) {
            work.takeUpAgain();
            if (over()) {
                return;
            }
            reached |= considerTwice(hop, refresh);
            bounds.done(hop.name());
        }
        if (looked == nowhere.size() && !nowhere.isEmpty()) {
            note(allOf(nowhere));
        }
        goOn(reached);
        state.reached(reached);
        refuseLacking();
    }

    private static Iterator<Candidate> untriedFirst(Stream<Candidate> hops, Set<String> tried) {
        if (tried.isEmpty()) {
            return hops.iterator();
        }
        List<Candidate> again = new ArrayList<>();
        Stream<Candidate> untried = hops.filter(c -> !tried.contains(c.name()) || !again.add(c));
        return Stream.of(() -> untried, (Supplier<Stream<Candidate>>) again::stream)
                .flatMap(Supplier::get)
                .iterator();
    }

    private HostTurns.Place place() {
        return new HostTurns.Place(gateway.name(), work.destination());
    }

    /// Where hosts were left out, mail waits for the next attempt, which goes on with them.
    private void goOn(boolean reached) {
        if (!bounds.cut()) {
            connections.hostTurns().over(place());
            return;
        }
        connections.hostTurns().cut(place(), bounds.done());
        hosts.add(new HostResult("other hosts", null, new DanePlan.NotAsked(LEFT_OUT), List.of(), LEFT_OUT));
        Trouble left = Troubles.network("no host that was tried took it; others are left to the next attempt");
        if (!reached && (trouble == null || trouble.permanent())) {
            note(left);
        }
        if (missed == null) {
            missed = left;
        }
    }

    /// What no host could take is returned, unless one could not be asked: that one may have what the others lack.
    private void refuseLacking() {
        if (atLimit) {
            work.takeUpAgain();
        }
        for (Work.Lacking message : work.takeLacking()) {
            sender.lacks(message, missed == null ? message.trouble() : missed, bounceProfile);
        }
    }

    /// A host that was not asked may have what the others lack.
    private void leaveOut(Duration pause) {
        silence = pause;
        if (missed == null) {
            missed = Troubles.network(SILENT);
        }
    }

    private Trouble nowhere(Hop hop, Trouble why) {
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), why.text()));
        if (!why.permanent() && missed == null) {
            missed = why;
        }
        return why;
    }

    /// What no host can be used for: for good only where each of them is lost for good, and a loop before all.
    private static Trouble allOf(List<Trouble> nowhere) {
        Trouble first = nowhere.stream()
                .filter(t -> !t.permanent())
                .findFirst()
                .orElse(nowhere.getLast().enhanced().equals("5.4.6") ? nowhere.getLast() : nowhere.getFirst());
        List<String> lines =
                nowhere.stream().flatMap(t -> t.lines().stream()).distinct().toList();
        return new Trouble(first.code(), first.enhanced(), first.summary(), lines, first.dane());
    }

    private boolean over() {
        return state.stopping() || state.attempt().broken() || atLimit || !work.hasMore();
    }

    private boolean considerTwice(Hop hop, Function<Hop, Stream<Hop>> refresh) {
        boolean reached = consider(hop)
                || trouble != null && trouble.dane() && refresh.apply(hop).anyMatch(this::consider);
        if (!reached && missed == null) {
            missed = trouble;
        }
        return reached;
    }

    /// True when the host took the conversation.
    private boolean consider(Hop hop) {
        if (hop.plan() instanceof DanePlan.Refuse refusal) {
            refuse(Troubles.dane(refusal.reason()));
            hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), "DANE FAIL: not connected"));
            return false;
        }
        return tryHop(hop);
    }

    /// True when an address took the conversation.
    private boolean tryHop(Hop hop) {
        List<AddressResult> results = new ArrayList<>();
        boolean open = false;
        boolean full = false;
        boolean silent = false;
        List<InetAddress> dialled = new ArrayList<>();
        for (InetAddress address : connections.turns().next(hop)) {
            if (over() || !open && !bounds.mayDial()) {
                break;
            }
            dialled.add(address);
            switch (connections.obtain(work.destination(), hop, address, profile, state.attempt())) {
                case Dialed.BrokenOff ignored -> {}
                case Dialed.Failed failed -> {
                    results.add(failed.evidence());
                    note(failed.trouble());
                }
                case Dialed.AtLimit ignored -> full = true;
                case Dialed.Silent left -> {
                    silent = true;
                    leaveOut(left.pause());
                }
                case Dialed.Open opened -> {
                    open = true;
                    results.add(opened.connection().evidence());
                    state.reached(true);
                    succeed(opened.connection().action(), hop.plan().reason());
                    deliverTo(hop, address, opened.connection());
                }
            }
        }
        if (open) {
            connections.turns().answered(hop);
            connections.hostTurns().over(place());
        } else if (!full && !silent) {
            connections.turns().inVain(hop, dialled);
        }
        atLimit |= full && !open;
        String outcome = open ? "connected" : silent ? SILENT : trouble == null ? "" : trouble.text();
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), results, outcome));
        return open;
    }

    /// Sends over the connection, and over others to the same address while mail is due and they can be had.
    private void deliverTo(Hop hop, InetAddress address, Connection first) {
        Connection connection = first;
        while (true) {
            MessageSender.End end = sender.sendAll(connection, work, profile, bounceProfile, state);
            leave(connection, end);
            atLimit |= end == MessageSender.End.LIMITED;
            if (end == MessageSender.End.BROKEN || over()) {
                return;
            }
            switch (connections.obtain(work.destination(), hop, address, profile, state.attempt())) {
                case Dialed.Open open -> connection = open.connection();
                case Dialed.AtLimit ignored -> {
                    return;
                }
                case Dialed.Silent ignored -> {
                    return;
                }
                case Dialed.BrokenOff ignored -> {
                    return;
                }
                case Dialed.Failed failed -> {
                    note(failed.trouble());
                    return;
                }
            }
        }
    }

    private void leave(Connection connection, MessageSender.End end) {
        state.attempt().left();
        switch (end) {
            case BROKEN, GONE -> connections.close(connection);
            case INTACT, LIMITED -> {
                if (state.busy() && !state.stopping() && connections.mayGoOn(connection, profile)) {
                    connections.keep(connection);
                } else {
                    connections.quit(connection);
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
        if (atLimit && because == null) {
            // Connections of other destinations to the same addresses use up the limit.
            state.limited(clock.instant().plus(LIMIT_PAUSE));
        }
        if (silence != null && because == null) {
            state.limited(clock.instant().plus(silence));
        }
        if (state.stopping() || because == null) {
            work.release();
        } else if (work.hasMore()) {
            refused = because.permanent() || bounceProfile.sendDelayWarnings() ? 0 : defer(because);
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

    /// Lets everything else that waits share the failed attempt, at a cost that does not grow with the queue: what
    /// is at the end of its bounce profile is given up, the rest waits until the destination is tried again. What
    /// is in hand is left to be settled one by one.
    ///
    /// @return recipients beside those in hand
    private int defer(Trouble because) {
        Instant now = clock.instant();
        int spent = 0;
        List<QueuedDelivery> portion = spent(now);
        while (!portion.isEmpty()) {
            int kept = 0;
            for (QueuedDelivery delivery : portion) {
                spent += delivery.recipients().size();
                kept += outcomes.refuseAll(delivery, 0, because, bounceProfile);
            }
            portion = kept > 0 ? List.of() : spent(now);
        }
        Instant oldest = queue.backlog(work.destination()).oldest();
        Instant until = RetrySchedule.next(bounceProfile, state.failed(), oldest, now);
        int more = queue.defer(work.destination(), work.lane(), until, because.text());
        if (more > 0) {
            events.publish(new DeliveryEvent.RecipientsDeferred(now, work.destination(), more, because, until));
        }
        return spent + more;
    }

    private List<QueuedDelivery> spent(Instant now) {
        return queue.leaseSpent(
                work.destination(),
                work.lane(),
                now.minus(bounceProfile.maxTimeInQueue()),
                bounceProfile.maxRetries(),
                AT_ONCE);
    }
}
