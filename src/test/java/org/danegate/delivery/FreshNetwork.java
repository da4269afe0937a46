package org.danegate.delivery;

import java.io.IOException;
import java.nio.file.Path;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Delivery on a practice network that starts for each test: tests change its receivers and count what they got.
abstract class FreshNetwork {

    @TempDir
    Path folder;

    PracticeNetwork network;

    @BeforeEach
    void startNetwork() throws IOException {
        network = PracticeNetwork.start();
    }

    @AfterEach
    void closeNetwork() throws IOException {
        network.close();
    }
}
