package org.danegate.words;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.control.Frame;
import org.danegate.control.Request;
import org.jspecify.annotations.Nullable;

/// A screen at the other end of a connection, to which frames go. Frames that come back are answers; their end is the
/// end of the reader.
public final class FrameScreen implements Screen, AutoCloseable {

    /// How long a question waits for its answer.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final DataOutputStream to;
    private final Request request;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>(16);
    private final ReentrantLock lock = new ReentrantLock();

    private FrameScreen(DataOutputStream to, Request request) {
        this.to = to;
        this.request = request;
    }

    /// A screen whose reader only reads; it is missed when nothing can be written to it any more.
    public static FrameScreen over(DataOutputStream to, Request request) {
        return new FrameScreen(to, request);
    }

    /// A screen whose reader also answers.
    static FrameScreen over(DataOutputStream to, DataInputStream from, Request request) {
        FrameScreen screen = new FrameScreen(to, request);
        Thread.ofVirtual().name("word-answers").start(() -> screen.listen(from));
        return screen;
    }

    private void listen(DataInputStream from) {
        try {
            Optional<Frame> frame = Frame.read(from);
            while (frame.isPresent()) {
                if (frame.get().kind() != Frame.Kind.ANSWER
                        || !answers.offer(frame.get().text())) {
                    break;
                }
                frame = Frame.read(from);
            }
        } catch (IOException broken) {
            // As good as gone.
        } finally {
            gone.countDown();
        }
    }

    @Override
    public void out(String text) {
        send(Frame.Kind.OUT, text);
    }

    @Override
    public void err(String text) {
        send(Frame.Kind.ERR, text);
    }

    private void send(Frame.Kind kind, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length || at == 0; at += Frame.MOST) {
            byte[] part = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + Frame.MOST));
            write(new Frame(kind, part));
        }
    }

    /// Sends the exit status.
    public void end(int status) {
        write(Frame.end(status));
    }

    private void write(Frame frame) {
        lock.lock();
        try {
            if (gone.getCount() > 0) {
                frame.write(to);
                to.flush();
            }
        } catch (IOException broken) {
            gone.countDown();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean asks() {
        return request.terminal();
    }

    @Override
    public Optional<String> ask(String question) {
        if (!request.terminal()) {
            return Optional.empty();
        }
        send(Frame.Kind.ASK, question);
        try {
            @Nullable String answer = null;
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (answer == null && gone.getCount() > 0 && System.nanoTime() < end) {
                answer = answers.poll(200, TimeUnit.MILLISECONDS);
            }
            return Optional.ofNullable(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public boolean endedWithin(Duration time) throws InterruptedException {
        if (gone.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        send(Frame.Kind.OUT, "");
        return gone.getCount() == 0;
    }

    @Override
    public String input() {
        return request.input();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            gone.countDown();
        } finally {
            lock.unlock();
        }
    }
}
