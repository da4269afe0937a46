package org.danegate.fleet;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.springframework.context.i18n.LocaleContextHolder;

/// What is wrong with the fleet, above the pages.
final class FleetNotices implements PageNotices {

    /// Where a certificate or key that a node lacks matters.
    private static final Set<String> KEYS =
            Set.of("/commit", "/network/certificates", "/mail-policies/signing-keys", "/system/nodes");

    private final FleetWatch watch;
    private final OwnStanding own;
    private final BooleanSupplier draining;
    private final Texts texts;

    FleetNotices(FleetWatch watch, OwnStanding own, BooleanSupplier draining, Texts texts) {
        this.watch = watch;
        this.own = own;
        this.draining = draining;
        this.texts = texts;
    }

    @Override
    public List<String> on(String path) {
        List<String> all = new ArrayList<>();
        if (draining.getAsBoolean()) {
            all.add(texts.of("fleet.notice.draining"));
        }
        if (watch.isWatched()) {
            FleetView view = watch.view();
            database(view, all);
            view.nodes().forEach(node -> node(node, view, all));
            view.differences().stream()
                    .filter(key -> key.kind() == KeyDifference.Kind.SEALING_KEY || KEYS.contains(path))
                    .forEach(key -> all.add(text(key)));
        }
        return all;
    }

    private void database(FleetView view, List<String> all) {
        if (view.awaySince() != null) {
            String since = DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                    .withLocale(LocaleContextHolder.getLocale())
                    .format(view.awaySince().atZone(ZoneId.systemDefault()));
            all.add(texts.of("fleet.notice.away", since, number(own.revision())));
        }
    }

    private void node(FleetNode node, FleetView view, List<String> all) {
        String name = node.standing().name();
        if (view.awaySince() != null) {
            return;
        }
        if (node.condition() == FleetNode.Condition.MISSING) {
            all.add(texts.of(
                    "fleet.notice.missing", name, node.standing().quiet().toSeconds()));
        } else if (node.lags()) {
            all.add(
                    node.standing().self()
                            ? texts.of("fleet.notice.lags", number(node.revision()), number(view.newest()))
                            : texts.of(
                                    "fleet.notice.other-lags", name, number(node.revision()), number(view.newest())));
        }
    }

    private static String number(long revision) {
        return Long.toString(revision);
    }

    private String text(KeyDifference key) {
        if (key.kind() == KeyDifference.Kind.SEALING_KEY) {
            return texts.of("fleet.notice.sealing-key");
        }
        String kind = texts.of(
                key.kind() == KeyDifference.Kind.CERTIFICATE ? "fleet.kind.certificate" : "fleet.kind.signing-key");
        return key.lacking().isEmpty()
                ? texts.of("fleet.notice.differs", kind, key.name())
                : texts.of("fleet.notice.lacks", kind, key.name(), String.join(", ", key.lacking()));
    }
}
