package org.danegate.dialing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;

/// One call to a destination: tries its hosts and their addresses in order, within {@link CallBounds}.
final class Call<C> {

    private final HopLookup lookup;
    private final CallTerms terms;
    private final PastCalls past;
    private final Caller<C> caller;
    private final CallBounds bounds;

    private final List<HostResult> hosts = new ArrayList<>();
    private final List<Trouble> nowhere = new ArrayList<>();
    private DaneAction action = DaneAction.NOT_ASKED;
    private String reason = "";
    private @Nullable Trouble trouble;
    private @Nullable Trouble missed;
    private boolean complete;
    private boolean reached;

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
                leftOut(mx.leftOut());
                tryHops(lookup.mxHops(mx, terms), hop -> lookup.withOtherTlsa(hop, mx.evidence(), terms.dane()));
            }
            case Route.Relay relay -> {
                if (terms.dane() == DaneSupport.NONE) {
                    tryHops(lookup.relayHops(relay, terms), hop -> Stream.empty());
                } else {
                    refuse(Troubles.dane("an SMTP route replaces the MX hosts (" + relay.routeText()
                            + "): DANE cannot be verified; use USEDNS or set DANE Support to None"));
                }
            }
            case Route.Literal literal -> {
                Hop hop = lookup.literalHop(literal, terms);
                tryHops(Stream.of(new Candidate(hop.name(), () -> hop)), again -> Stream.empty());
            }
            case Route.Discard discard -> {
                // Nobody is called.
            }
            case Route.Unresolved unresolved -> note(unresolved(unresolved.trouble()));
            case Route.Impossible impossible -> {
                note(impossible.trouble());
                leftOut(impossible.leftOut());
            }
        }
        return new CallOutcome(terms, route, hosts, action, reason, trouble, missed, reached, end());
    }

    private CallOutcome.End end() {
        if (!complete) {
            return CallOutcome.End.EARLY;
        }
        return bounds.cut() ? CallOutcome.End.AT_BOUNDS : CallOutcome.End.COMPLETE;
    }

    /// Adds the MX records that are not used to the evidence, at most as many as a call has hosts.
    private void leftOut(List<Route.LeftOut> records) {
        records.stream()
                .limit(CallBounds.MOST_HOSTS)
                .map(mx -> new HostResult(
                        mx.target(), null, new DanePlan.NotAsked(mx.text()), List.of(), "left out: " + mx.why()))
                .forEach(hosts::add);
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
    /// @param refresh looks up a host again when its certificate did not match
    private void tryHops(Stream<Candidate> hops, Function<Hop, Stream<Hop>> refresh) {
        if (terms.dane() != DaneSupport.NONE) {
            action = DaneAction.NOT_REACHED;
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
            Candidate candidate = all.next();
            Hop hop = terms.gateway().see(candidate.look().get());
            looked++;
            bounds.looked();
            caller.tell(new Stage.HostPlanned(hop, false));
            Trouble noWay = hop.noWay();
            if (noWay != null && !(hop.plan() instanceof DanePlan.Refuse && !hop.ourselves())) {
                nowhere(hop, noWay);
                ended = hop.ourselves();
                bounds.done(candidate.name());
            } else if (past.unreachable(hop)) {
                later.add(hop);
            } else {
                considerTwice(hop, refresh);
                bounds.done(candidate.name());
            }
        }
        if (looked == nowhere.size() && !nowhere.isEmpty()) {
            // No host can be used; that is the outcome.
            note(allOf(nowhere));
        }
        return true;
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
        if (!bounds.cut()) {
            past.complete();
            return;
        }
        past.cut(bounds.done());
        Trouble left = Troubles.network("no host that was tried took it; others are left to the next attempt");
        if (!reached && (trouble == null || trouble.permanent())) {
            note(left);
        }
        if (missed == null) {
            missed = left;
        }
    }

    private void nowhere(Hop hop, Trouble why) {
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), why.text()));
        if (!why.permanent() && missed == null) {
            missed = why;
        }
        nowhere.add(why);
        caller.tell(new Stage.HostEnded(hop, false));
    }

    /// Combines the troubles when no host can be used: permanent only when every host's trouble is, and then a loop
    /// takes precedence.
    private static Trouble allOf(List<Trouble> nowhere) {
        Trouble first = nowhere.stream()
                .filter(t -> !t.permanent())
                .findFirst()
                .orElse(nowhere.getLast().enhanced().equals("5.4.6") ? nowhere.getLast() : nowhere.getFirst());
        List<String> lines =
                nowhere.stream().flatMap(t -> t.lines().stream()).distinct().toList();
        return new Trouble(first.code(), first.enhanced(), first.summary(), lines, first.dane());
    }

    /// Tries a host, and tries it again after a DANE refusal as long as other TLSA records are found for it (D-62).
    private void considerTwice(Hop hop, Function<Hop, Stream<Hop>> refresh) {
        boolean took = consider(hop)
                || trouble != null && trouble.dane() && refresh.apply(hop).anyMatch(this::considerAgain);
        reached |= took;
        if (!took && missed == null) {
            missed = trouble;
        }
    }

    private boolean considerAgain(Hop hop) {
        caller.tell(new Stage.HostPlanned(hop, true));
        return consider(hop);
    }

    /// Tries a host; true when it accepted the conversation.
    private boolean consider(Hop hop) {
        boolean open = hop.plan() instanceof DanePlan.Refuse refusal ? refused(hop, refusal) : tryHop(hop);
        caller.tell(new Stage.HostEnded(hop, open));
        return open;
    }

    private boolean refused(Hop hop, DanePlan.Refuse refusal) {
        refuse(Troubles.dane(refusal.reason()));
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), List.of(), "DANE FAIL: not connected"));
        return false;
    }

    /// Tries the addresses of a host; true when one accepted the conversation.
    private boolean tryHop(Hop hop) {
        List<AddressResult> results = new ArrayList<>();
        List<InetAddress> dialled = new ArrayList<>();
        boolean open = false;
        boolean left = false;
        Trouble leftBecause = null;
        for (InetAddress address : past.addresses(hop)) {
            if (!caller.wantsAddress() || !open && !mayDial()) {
                break;
            }
            dialled.add(address);
            switch (caller.open(hop, address)) {
                case Opening.Failed<C> failed -> {
                    results.add(failed.evidence());
                    note(failed.trouble());
                }
                case Opening.Left<C> unasked -> {
                    left = true;
                    leftBecause = unasked.because() == null ? leftBecause : unasked.because();
                }
                case Opening.Open<C> opened -> {
                    open = true;
                    results.add(opened.evidence());
                    succeed(opened.action(), hop.plan().reason());
                    note(caller.use(hop, address, opened.conversation()));
                }
            }
        }
        remember(hop, open, left, dialled);
        if (leftBecause != null && missed == null) {
            missed = leftBecause;
        }
        hosts.add(new HostResult(hop.name(), hop.dns(), hop.plan(), results, outcome(open, leftBecause)));
        return open;
    }

    private boolean mayDial() {
        boolean may = bounds.mayDial();
        if (!may) {
            caller.tell(new Stage.LimitReached());
        }
        return may;
    }

    private void remember(Hop hop, boolean open, boolean left, List<InetAddress> dialled) {
        if (open) {
            past.answered(hop);
        } else if (!left) {
            past.inVain(hop, dialled);
        }
    }

    private String outcome(boolean open, @Nullable Trouble leftBecause) {
        if (open) {
            return "connected";
        }
        Trouble because = leftBecause == null ? trouble : leftBecause;
        return because == null ? "" : because.text();
    }

    private void refuse(Trouble because) {
        action = DaneAction.DANE_FAIL;
        reason = because.text();
        trouble = because;
    }

    /// Keeps the decisive reason: a later network error does not hide a DANE failure.
    private void note(@Nullable Trouble because) {
        if (because == null) {
            return;
        }
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
}
