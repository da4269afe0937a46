package org.danegate.dns.anchor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.danegate.wording.Wording;

/// Refreshes the anchors when they are due, on a virtual thread, until it is closed.
public final class AnchorSchedule implements AutoCloseable {

    /// Checks the clock at least this often, since the clock may be set and the settings may change.
    private static final Duration LOOK = Duration.ofMinutes(1);

    /// RFC 5011's word for a key that is not known.
    private static final String START = "Start";

    private static final String REFRESH = "refresh";

    private final AutomaticAnchors anchors;
    private final AutomaticAnchors.RootQuery root;
    private final BooleanSupplier wanted;
    private final InstantSource clock;
    private final Consumer<String> told;
    private final AnchorNews news;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /// @param wanted false while an administrator's file contains the anchors: nothing is queried then
    /// @param told receives each change of state and each problem, as a sentence for the log
    public AnchorSchedule(
            AutomaticAnchors anchors,
            AutomaticAnchors.RootQuery root,
            BooleanSupplier wanted,
            InstantSource clock,
            Consumer<String> told) {
        this(anchors, root, wanted, clock, told, AnchorNews.NONE);
    }

    /// As above, and also reports the news to a receiver.
    public AnchorSchedule(
            AutomaticAnchors anchors,
            AutomaticAnchors.RootQuery root,
            BooleanSupplier wanted,
            InstantSource clock,
            Consumer<String> told,
            AnchorNews news) {
        this.news = news;
        this.anchors = anchors;
        this.root = root;
        this.wanted = wanted;
        this.clock = clock;
        this.told = told;
        this.thread = Thread.ofVirtual().name("trust-anchors").unstarted(this::run);
    }

    /// Starts; to be called once.
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            do {
                if (wanted.getAsBoolean() && !clock.instant().isBefore(anchors.nextRefresh())) {
                    refresh();
                }
            } while (!closed.await(LOOK.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        AnchorReport before = anchors.report();
        try {
            anchors.refresh(root);
        } catch (RuntimeException e) {
            // One odd answer must not end the refreshes permanently.
            tell(AnchorNews.Matter.PROBLEM, REFRESH, Wording.of("dns.alert.anchor-refresh", e.toString()));
            return;
        }
        AnchorReport after = anchors.report();
        tellChanges(before, after);
        tellLosses(before, after);
        tellProblem(after);
    }

    private void tellChanges(AnchorReport before, AnchorReport after) {
        for (KnownKey key : after.anchors()) {
            String was = state(before, key.key());
            if (!was.equals(key.state().label())) {
                changed(
                        key.key(),
                        was,
                        key.state().label(),
                        switch (key.state()) {
                            case ADD_PEND, VALID, REMOVED -> AnchorNews.Matter.EXPECTED;
                            case MISSING, REVOKED -> AnchorNews.Matter.UNUSUAL;
                        });
            }
        }
    }

    private void tellLosses(AnchorReport before, AnchorReport after) {
        for (KnownKey key : before.anchors()) {
            if (state(after, key.key()).equals(START)) {
                changed(key.key(), key.state().label(), START, AnchorNews.Matter.UNUSUAL);
            }
        }
    }

    private void tellProblem(AnchorReport after) {
        String problem = after.problem();
        if (problem != null) {
            boolean trusted = after.anchors().stream().anyMatch(k -> k.state().trusted());
            tell(
                    trusted ? AnchorNews.Matter.PROBLEM : AnchorNews.Matter.NONE_TRUSTED,
                    REFRESH,
                    Wording.of("dns.alert.anchor-problem", problem));
        }
    }

    private void changed(RootKey key, String was, String is, AnchorNews.Matter matter) {
        tell(
                matter,
                "key tag " + key.keyTag(),
                Wording.of("dns.alert.anchor-changed", Integer.toString(key.keyTag()), was, is));
    }

    private void tell(AnchorNews.Matter matter, String about, Wording wording) {
        told.accept(wording.english());
        news.happened(matter, about, wording);
    }

    private static String state(AnchorReport report, RootKey key) {
        return report.anchors().stream()
                .filter(k -> k.key().equals(key))
                .map(k -> k.state().label())
                .findFirst()
                .orElse(START);
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
