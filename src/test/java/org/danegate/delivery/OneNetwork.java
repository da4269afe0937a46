package org.danegate.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.danegate.policy.Policy;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// Delivery on one practice network for all tests of a class. Each test adds zones with names of their own, and
/// receivers that are closed after it.
@TestInstance(Lifecycle.PER_CLASS)
abstract class OneNetwork {

    /// Of the test that runs, in the order in which it added them.
    final List<PracticeReceiver> receivers = new ArrayList<>();

    PracticeNetwork network;
    Path folder;

    private final String block;
    private int addresses;
    private int rigs;

    /// @param block the first three numbers of the receivers' addresses; classes run at the same time, so each has
    ///     another block
    OneNetwork(String block) {
        this.block = block;
    }

    @BeforeAll
    void startNetwork(@TempDir Path temporary) throws IOException {
        folder = temporary;
        network = PracticeNetwork.start();
    }

    @AfterEach
    void closeReceivers() throws IOException {
        for (PracticeReceiver receiver : receivers) {
            receiver.close();
        }
        receivers.clear();
    }

    @AfterAll
    void closeNetwork() throws IOException {
        network.close();
    }

    /// A gateway with a folder of its own.
    EngineRig rig(UnaryOperator<Policy> changes) throws IOException {
        return new EngineRig(Files.createDirectory(folder.resolve("rig" + ++rigs)), network, changes);
    }

    PracticeCertificate leaf(String name) {
        return network.certificates().leaf(name);
    }

    /// A signed zone with the MX host `mx.DOMAIN`.
    PracticeZone zone(String domain) {
        return network.tree().zone(domain).mx(10, "mx." + domain);
    }

    /// Gives a host a receiver and an address of its own.
    PracticeZone host(PracticeZone zone, String host, PracticeCertificate certificate, ReceiverBehaviour behaviour)
            throws IOException {
        return host(zone, host, network.deliveryPort(), certificate, behaviour);
    }

    PracticeZone host(
            PracticeZone zone, String host, int port, PracticeCertificate certificate, ReceiverBehaviour behaviour)
            throws IOException {
        String address = block + "." + ++addresses;
        receivers.add(PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName(address), port), certificate, behaviour));
        return zone.address(host, address);
    }
}
