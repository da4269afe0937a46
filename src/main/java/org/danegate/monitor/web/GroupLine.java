package org.danegate.monitor.web;

import java.time.Instant;
import org.danegate.console.Texts;
import org.danegate.monitor.DestinationGroup;
import org.danegate.monitor.GroupBy;

/// A group of destinations, in words.
///
/// @param name what they have in common
/// @param more what else they have in common; empty when nothing
/// @param domains number of destinations, such as `649 domains`
/// @param example one of them
/// @param address the list of them
/// @param bouncesSoon whether the first of them bounces within 6 hours
public record GroupLine(
        String name,
        String more,
        String domains,
        String example,
        String active,
        String oldest,
        String bounces,
        boolean bouncesSoon,
        String address) {

    static GroupLine of(DestinationGroup group, GroupBy way, Ask ask, Instant now, Texts texts) {
        RuleText words = new RuleText(texts);
        var common = group.common();
        String reason = common.reason() == null ? "" : words.reason(common.reason());
        String name = switch (way) {
            case REASON -> reason;
            case NEXT_HOP -> words.hop(common.nextHop() == null ? "" : common.nextHop());
            case ENTRY -> words.entry(common.entry() == null ? "" : common.entry());
        };
        return new GroupLine(
                name,
                way == GroupBy.NEXT_HOP ? reason : "",
                texts.of("monitor.domains", group.domains()),
                group.example(),
                Words.number(group.recipients()),
                Words.ago(group.oldest(), now),
                Words.left(group.bouncesAt(), now, texts),
                Words.soon(group.bouncesAt(), now),
                ask.within(common).address());
    }
}
