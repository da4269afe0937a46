package org.danegate.dialing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.danegate.dane.DanePlan;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;

/// One call to a destination: tries its hosts in order, within {@link CallBounds}.
final class Call<C> {

    private final HopLookup lookup;
    private final CallTerms terms;
    private final PastCalls past;
    private final Caller<C> caller;
    private final CallBounds bounds;
    private final CallFindings findings = new CallFindings();
    private boolean complete;

    Call(HopLookup lookup, CallTerms terms, PastCalls past, Caller<C> caller, CallBounds bounds) {
        this.lookup = lookup;
        this.terms = terms;
        this.past = past;
        this.caller = caller;
        this.bounds = bounds;
    }

    CallOutcome along(Route route) {
        caller.tell(new Stage.Routed(route));
        switch (route) {
            case Route.Mx mx -> {
                findings.leaveOut(mx.leftOut());
                PolicyOnce policy = lookup.policy(mx, terms);
                tryHops(lookup.mxHops(mx, terms, policy), hop -> lookup.again(hop, terms, policy));
            }
            case Route.Relay relay -> tryRelays(relay);
            case Route.Literal literal -> {
                Hop hop = lookup.literalHop(literal, terms);
                tryHops(Stream.of(new Candidate(hop.name(), () -> hop)), again -> Stream.empty());
            }
            case Route.Discard discard -> {
                // Nobody is called.
            }
            case Route.Unresolved unresolved -> findings.note(unresolved(unresolved.trouble()));
            case Route.Impossible impossible -> {
                findings.note(impossible.trouble());
                findings.leaveOut(impossible.leftOut());
            }
        }
        return findings.outcome(terms, route, end());
    }

    private CallOutcome.End end() {
        if (!complete) {
            return CallOutcome.End.EARLY;
        }
        return bounds.cut() ? CallOutcome.End.AT_BOUNDS : CallOutcome.End.COMPLETE;
    }

    private void tryRelays(Route.Relay relay) {
        if (terms.dane() == DaneSupport.NONE || relay.allowsDane()) {
            tryHops(lookup.relayHops(relay, terms), hop -> lookup.againAtRelay(hop, terms));
        } else {
            findings.refuse(Troubles.routeWithoutDane(relay.routeText()));
        }
    }

    /// Marks a failed MX lookup as a DANE failure when DANE is requested (seed tables, row BOGUS); otherwise only
    /// DNS has failed.
    private Trouble unresolved(Trouble t) {
        return new Trouble(t.code(), t.enhanced(), t.summary(), t.lines(), terms.dane() != DaneSupport.NONE);
    }

    /// Tries the hosts in order, within the bounds of a call. Hosts tried recently come after the others, and hosts
    /// whose addresses were unreachable recently come last.
    ///
    /// @param hops looked up one by one, each when its turn comes
    /// @param refresh looks up a host again when DANE or MTA-STS has refused it
    private void tryHops(Stream<Candidate> hops, Function<Hop, Stream<Hop>> refresh) {
        if (terms.dane() != DaneSupport.NONE) {
            findings.askForDane();
        }
        List<Hop> later = new ArrayList<>();
        complete = lookAtAll(untriedFirst(hops, past.hostsTried()), later, refresh) && tryLater(later, refresh);
        if (complete) {
            goOn();
        }
    }

    /// @param later receives the hosts that were unreachable recently
    /// @return false when the caller wanted no more
    private boolean lookAtAll(Iterator<Candidate> all, List<Hop> later, Function<Hop, Stream<Hop>> refresh) {
        boolean ended = false;
        int looked = 0;
        while (!ended && all.hasNext() && mayLook()) {
            if (!caller.wantsHost()) {
                return false;
            }
            ended = lookAt(all.next(), later, refresh);
            looked++;
        }
        findings.allLooked(looked);
        return true;
    }

    /// Looks up one host, and tries it unless it cannot be used or was unreachable recently.
    ///
    /// @return true when the host is this gateway itself, and so none after it may be tried
    private boolean lookAt(Candidate candidate, List<Hop> later, Function<Hop, Stream<Hop>> refresh) {
        Hop hop = terms.gateway().see(candidate.look().get());
        bounds.looked();
        caller.tell(new Stage.HostPlanned(hop, false));
        Trouble noWay = hop.noWay();
        if (noWay != null && !(hop.plan() instanceof DanePlan.Refuse && !hop.ourselves())) {
            findings.nowhere(hop, noWay);
            caller.tell(new Stage.HostEnded(hop, false));
            bounds.done(candidate.name());
            return hop.ourselves();
        }
        if (past.unreachable(hop)) {
            later.add(hop);
        } else {
            considerTwice(hop, refresh);
            bounds.done(candidate.name());
        }
        return false;
    }

    private boolean tryLater(List<Hop> later, Function<Hop, Stream<Hop>> refresh) {
        for (Hop hop : later) {
            if (!caller.wantsHost()) {
                return false;
            }
            considerTwice(hop, refresh);
            bounds.done(hop.name());
        }
        return true;
    }

    private boolean mayLook() {
        boolean may = bounds.mayLook();
        if (!may) {
            caller.tell(new Stage.LimitReached());
        }
        return may;
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

    /// When hosts were left out, mail waits for the next call, which continues with them.
    private void goOn() {
        if (bounds.cut()) {
            past.cut(bounds.done());
            findings.leaveToNextCall();
        } else {
            past.complete();
        }
    }

    /// Tries a host, and tries it again after a DANE refusal as long as other TLSA records are found for it (D-62),
    /// or after a refusal by MTA-STS when a newer policy is found (S-35).
    private void considerTwice(Hop hop, Function<Hop, Stream<Hop>> refresh) {
        boolean took =
                consider(hop) || findings.policyFailed() && refresh.apply(hop).anyMatch(this::considerAgain);
        findings.turnEnded(took);
    }

    private boolean considerAgain(Hop hop) {
        caller.tell(new Stage.HostPlanned(hop, true));
        return consider(hop);
    }

    /// Tries a host; true when it accepted the conversation.
    private boolean consider(Hop hop) {
        return new HostTurn<>(hop, past, caller, bounds, findings).take();
    }
}
