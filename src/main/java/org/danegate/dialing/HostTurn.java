package org.danegate.dialing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence.AddressResult;
import org.danegate.event.Trouble;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// The turn of one host in a call: its addresses are tried in order, until one has accepted the conversation and the
/// caller wants no more. A host that DANE or an MTA-STS policy forbids is not connected to.
final class HostTurn<C> {

    private final Hop hop;
    private final PastCalls past;
    private final Caller<C> caller;
    private final CallBounds bounds;
    private final CallFindings findings;

    private final List<AddressResult> results = new ArrayList<>();
    private final List<InetAddress> dialled = new ArrayList<>();
    private boolean open;
    private boolean left;
    private @Nullable Trouble leftBecause;

    HostTurn(Hop hop, PastCalls past, Caller<C> caller, CallBounds bounds, CallFindings findings) {
        this.hop = hop;
        this.past = past;
        this.caller = caller;
        this.bounds = bounds;
        this.findings = findings;
    }

    /// Tries the host; true when it accepted the conversation.
    boolean take() {
        if (hop.plan() instanceof DanePlan.Refuse refusal) {
            findings.refuse(Troubles.dane(refusal.reason()));
            findings.host(hop, List.of(), "DANE FAIL: not connected");
        } else if (hop.sts() instanceof StsPlan.Apply policy && policy.refuses()) {
            StsVerdict mismatch = StsCheck.mismatch(policy);
            caller.tell(new Stage.StsJudged(hop, policy, mismatch));
            findings.refuseBySts(Troubles.sts(mismatch.reason()));
            findings.host(hop, List.of(), "MTA-STS: not connected, " + mismatch.reason());
        } else if (hop.sts() instanceof StsPlan.PutOff unknown) {
            findings.note(RoutingTroubles.dns(unknown.reason()));
            findings.host(hop, List.of(), "not connected: " + unknown.reason());
        } else {
            tryAddresses();
        }
        caller.tell(new Stage.HostEnded(hop, open));
        return open;
    }

    private void tryAddresses() {
        for (InetAddress address : past.addresses(hop)) {
            if (!caller.wantsAddress() || !open && !mayDial()) {
                break;
            }
            dialled.add(address);
            dial(address);
        }
        remember();
        if (leftBecause != null) {
            findings.miss(leftBecause);
        }
        findings.host(hop, results, outcome());
    }

    private boolean mayDial() {
        boolean may = bounds.mayDial();
        if (!may) {
            caller.tell(new Stage.LimitReached());
        }
        return may;
    }

    private void dial(InetAddress address) {
        switch (caller.open(hop, address)) {
            case Opening.Failed<C> failed -> {
                results.add(failed.evidence());
                if (failed.evidence().sts() instanceof StsVerdict.Failed judged && judged.enforced()) {
                    findings.refuseBySts(failed.trouble());
                } else {
                    findings.note(failed.trouble());
                }
            }
            case Opening.Left<C> unasked -> {
                left = true;
                leftBecause = unasked.because() == null ? leftBecause : unasked.because();
            }
            case Opening.Open<C> opened -> {
                open = true;
                results.add(opened.evidence());
                findings.succeed(opened.action(), hop.plan().reason());
                findings.note(caller.use(hop, address, opened.conversation()));
            }
        }
    }

    private void remember() {
        if (open) {
            past.answered(hop);
        } else if (!left) {
            past.inVain(hop, dialled);
        }
    }

    private String outcome() {
        if (open) {
            return "connected";
        }
        Trouble because = leftBecause == null ? findings.trouble() : leftBecause;
        return because == null ? "" : because.text();
    }
}
