package org.danegate.words.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.danegate.control.Request;
import org.danegate.words.Screen;

/// A session without a terminal: nobody is asked, and what the client sends is the word's file.
final class StreamScreen implements Screen {

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final CountDownLatch gone = new CountDownLatch(1);

    StreamScreen(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    void gone() {
        gone.countDown();
    }

    @Override
    public void out(String text) {
        write(out, text);
    }

    @Override
    public void err(String text) {
        write(err, text);
    }

    private void write(OutputStream to, String text) {
        try {
            if (gone.getCount() > 0) {
                to.write(text.getBytes(StandardCharsets.UTF_8));
                to.flush();
            }
        } catch (IOException closed) {
            gone();
        }
    }

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public boolean endedWithin(Duration time) throws InterruptedException {
        return gone.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String input() {
        try {
            byte[] octets = in.readNBytes(Request.MOST_INPUT + 1);
            if (octets.length > Request.MOST_INPUT) {
                throw new IllegalArgumentException("the file is too large");
            }
            return new String(octets, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
