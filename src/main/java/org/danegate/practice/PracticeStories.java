package org.danegate.practice;

import java.util.List;

/// The stories of the practice network. `docs/practice-network.md` has the table for readers.
final class PracticeStories {

    private PracticeStories() {}

    /// Sets up all stories. Their order decides their addresses.
    static List<PracticeStory> build(PracticeStage stage) {
        StoryBook book = new StoryBook(stage);
        DaneStories dane = new DaneStories(book);
        RoutingStories routing = new RoutingStories(book);
        ReceiverStories receivers = new ReceiverStories(book);
        ExplainedStories explained = new ExplainedStories(book);
        dane.successes();
        dane.certificates();
        dane.insecureNames();
        dane.bogusNames();
        routing.hosts();
        routing.mailRouting();
        receivers.receivers();
        routing.unusableHosts();
        receivers.oddPeers();
        new StsStories(book).policies();
        explained.denials();
        explained.extendedErrors();
        explained.oldSignatures();
        return book.stories();
    }
}
