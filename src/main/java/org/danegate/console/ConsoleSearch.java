package org.danegate.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/// The search of the top bar: asks every room and decides whether the user is led to a page or gets a list.
@Component
public class ConsoleSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSearch.class);

    private final List<SearchTarget> targets;
    private final FrameUsers users;

    ConsoleSearch(ObjectProvider<SearchTarget> targets, FrameUsers users) {
        this.targets = targets.orderedStream().toList();
        this.users = users;
    }

    /// The answer to a search.
    public sealed interface Answer {

        /// The words mean one thing: its page is opened.
        record Opens(String address) implements Answer {}

        /// The hits, in groups; no group is empty.
        ///
        /// @param complete false when a room could not be searched, or took too long to find anything
        record Lists(List<SearchGroup> groups, boolean complete) implements Answer {

            /// No hits, because nothing was searched for.
            public static final Lists NONE = new Lists(List.of(), true);

            public Lists {
                groups = List.copyOf(groups);
            }

            /// The best hits of each group, as many as fit: no group gets a second one while another
            /// has none.
            ///
            /// @param most hits in all groups together, 1 or more
            public List<SearchGroup> best(int most) {
                List<Integer> taken = new ArrayList<>(Collections.nCopies(groups.size(), 0));
                int left = Math.min(most, shown());
                for (int round = 1; left > 0; round++) {
                    for (int i = 0; i < groups.size() && left > 0; i++) {
                        if (groups.get(i).hits().size() >= round) {
                            taken.set(i, round);
                            left--;
                        }
                    }
                }
                return IntStream.range(0, groups.size())
                        .filter(i -> taken.get(i) > 0)
                        .mapToObj(i -> groups.get(i).first(taken.get(i)))
                        .toList();
            }

            /// Number of hits shown.
            public int shown() {
                return groups.stream().mapToInt(group -> group.hits().size()).sum();
            }
        }
    }

    /// Searches for the words and opens the page that they name; only hits that the user may open count.
    public Answer find(SearchWords words, Authentication user) {
        Answer.Lists found = hits(words, user);
        return decide(found.groups(), found.complete());
    }

    /// All hits for the words, whether they name one page or several.
    public Answer.Lists hits(SearchWords words, Authentication user) {
        Map<String, SearchGroup> groups = new LinkedHashMap<>();
        boolean complete = true;
        for (SearchTarget target : targets) {
            try {
                for (SearchGroup group : target.find(words)) {
                    // A room that ran out of time before its first hit: "nothing found" would not be true.
                    complete &= !(group.hits().isEmpty() && group.more());
                    groups.merge(group.kind(), allowed(group, user), SearchGroup::with);
                }
            } catch (RuntimeException e) {
                // What the other rooms find is worth more than an error page.
                LOG.warn("A part of the console could not be searched", e);
                complete = false;
            }
        }
        return new Answer.Lists(
                groups.values().stream()
                        .filter(group -> !group.hits().isEmpty())
                        .toList(),
                complete);
    }

    private SearchGroup allowed(SearchGroup group, Authentication user) {
        return new SearchGroup(
                group.kind(),
                users.mayOpen(user, group.list()) ? group.list() : "",
                group.hits().stream().filter(hit -> users.mayOpen(user, hit)).toList(),
                group.more());
    }

    /// Opens a page when exactly one hit is certain, or when the only hit at all is named by the words. An
    /// incomplete search may have missed another hit that the words name, so its hits are listed.
    static Answer decide(List<SearchGroup> groups, boolean complete) {
        if (!complete) {
            return new Answer.Lists(groups, false);
        }
        List<SearchHit> all =
                groups.stream().flatMap(group -> group.hits().stream()).toList();
        List<SearchHit> exact = of(all, SearchHit.Certainty.EXACT);
        if (exact.size() == 1) {
            return new Answer.Opens(exact.getFirst().address());
        }
        boolean only = all.size() == 1 && all.getFirst().certainty() != SearchHit.Certainty.PART;
        return only ? new Answer.Opens(all.getFirst().address()) : new Answer.Lists(groups, true);
    }

    private static List<SearchHit> of(List<SearchHit> hits, SearchHit.Certainty certainty) {
        return hits.stream().filter(hit -> hit.certainty() == certainty).toList();
    }
}
