package org.danegate.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.practice.PracticeStory.Ending;

/// Collects the stories in their order and sets each one up on the stage. A story's place in the order, from 1, is the
/// number of its address.
final class StoryBook {
    private final PracticeStage stage;
    private final List<PracticeStory> stories = new ArrayList<>();

    StoryBook(PracticeStage stage) {
        this.stage = stage;
    }

    PracticeStage stage() {
        return stage;
    }

    List<PracticeStory> stories() {
        return List.copyOf(stories);
    }

    /// @param setUp receives the domain and the number of its address
    void tell(String domain, String title, Ending mandatory, Ending opportunistic, BiConsumer<String, Integer> setUp) {
        stories.add(new PracticeStory(domain, title, mandatory, opportunistic));
        setUp.accept(domain, stories.size());
    }

    /// A story that ends in the same way under Mandatory and Opportunistic.
    void tell(String domain, String title, Ending ending, BiConsumer<String, Integer> setUp) {
        tell(domain, title, ending, ending, setUp);
    }

    /// A good domain, with a change to its zone.
    void zone(String domain, String title, Ending ending, Consumer<PracticeZone> change) {
        tell(domain, title, ending, (d, n) -> change.accept(good(d, n)));
    }

    /// A good domain whose receiver behaves in this way.
    void receiver(String domain, String title, Ending ending, ReceiverBehaviour behaviour) {
        tell(domain, title, ending, (d, n) -> stage.good(d, n, behaviour));
    }

    PracticeZone good(String domain, int number) {
        return stage.good(domain, number, ReceiverBehaviour.good());
    }

    /// A signed zone without TLSA whose host listens with this certificate.
    PracticeCertificate hosted(String domain, int number, PracticeCertificate certificate) {
        return hosted(domain, number, certificate, ReceiverBehaviour.good());
    }

    /// The same, with a receiver that behaves in this way.
    PracticeCertificate hosted(
            String domain, int number, PracticeCertificate certificate, ReceiverBehaviour behaviour) {
        stage.receiver("mx." + domain, number, certificate, behaviour);
        stage.zone(domain, ZoneStyle.NSEC, number);
        return certificate;
    }

    void tlsa(String domain, TlsaRecord record) {
        stage.tree().zone(domain).tlsa("mx." + domain, stage.port(), record);
    }

    String tlsaOwner(String domain) {
        return "_" + stage.port() + "._tcp.mx." + domain;
    }
}
