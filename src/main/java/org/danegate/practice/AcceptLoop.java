package org.danegate.practice;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Accepts connections until the listening socket is closed.
final class AcceptLoop {

    private AcceptLoop() {}

    /// @param closed counted down when the server closes
    /// @param taken gets each connection; it must not block
    static void run(ServerSocket server, CountDownLatch closed, Consumer<Socket> taken) {
        while (!server.isClosed()) {
            try {
                taken.accept(server.accept());
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                if (closed.getCount() == 0) {
                    return;
                }
            }
        }
    }
}
