package org.danegate.dialing;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// What one call has found so far: the evidence of each host, and the trouble and the DANE action that the
/// destination is left with.
final class CallFindings {

    private final List<HostResult> hosts = new ArrayList<>();
    private final List<Trouble> nowhere = new ArrayList<>();
    private DaneAction action = DaneAction.NOT_ASKED;
    private String reason = "";
    private @Nullable Trouble trouble;
    private @Nullable Trouble missed;
    private boolean reached;
    private boolean stsFailed;

    /// DANE is requested, and no host has been reached yet.
    void askForDane() {
        action = DaneAction.NOT_REACHED;
    }

    /// Adds the MX records that are not used to the evidence, at most as many as a call has hosts.
    void leaveOut(List<Route.LeftOut> records) {
        records.stream()
                .limit(CallBounds.MOST_HOSTS)
                .map(mx -> new HostResult(
                        mx.target(), null, new DanePlan.NotAsked(mx.text()), List.of(), "left out: " + mx.why()))
                .forEach(hosts::add);
    }

    /// Adds a host that was tried to the evidence.
    void host(Hop hop, List<AddressResult> addresses, String outcome) {
        hosts.add(new HostResult(
                hop.name(),
                hop.dns(),
                hop.plan(),
                addresses,
                outcome,
                hop.choice(),
                hop.sts().brief()));
    }

    /// Adds a host that cannot be used to the evidence.
    void nowhere(Hop hop, Trouble why) {
        host(hop, List.of(), why.text());
        if (!why.permanent()) {
            miss(why);
        }
        nowhere.add(why);
    }

    /// When none of the hosts that were looked up can be used, that is the outcome.
    void allLooked(int looked) {
        if (looked == nowhere.size() && !nowhere.isEmpty()) {
            note(allOf(nowhere));
        }
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

    /// Keeps the first reason why a host could not be tried.
    void miss(@Nullable Trouble why) {
        if (missed == null) {
            missed = why;
        }
    }

    /// A host had its turn.
    ///
    /// @param took whether it accepted the conversation
    void turnEnded(boolean took) {
        reached |= took;
        if (!took) {
            miss(trouble);
        }
    }

    /// Hosts were left to the next call: until one has been reached, mail waits for it.
    void leaveToNextCall() {
        Trouble left = Troubles.network("no host that was tried took it; others are left to the next attempt");
        if (!reached && (trouble == null || trouble.permanent())) {
            note(left);
        }
        miss(left);
    }

    /// DANE forbids to send.
    void refuse(Trouble because) {
        action = DaneAction.DANE_FAIL;
        reason = because.text();
        trouble = because;
    }

    /// MTA-STS forbids to send to a host.
    void refuseBySts(Trouble because) {
        note(because);
        stsFailed = true;
    }

    /// Keeps the decisive reason: a later network error does not hide a DANE failure.
    void note(@Nullable Trouble because) {
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

    /// A conversation is open.
    void succeed(DaneAction how, String why) {
        action = how;
        reason = why;
        trouble = null;
        stsFailed = false;
    }

    /// The decisive trouble so far; null when there is none.
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    /// Whether DANE or MTA-STS has kept mail from a host so far.
    boolean policyFailed() {
        return stsFailed || trouble != null && trouble.dane();
    }

    CallOutcome outcome(CallTerms terms, Route route, CallOutcome.End end) {
        return new CallOutcome(terms, route, hosts, action, reason, trouble, missed, reached, end);
    }
}
