package org.danegate.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/// Takes a message as it will be sent: keeps its header and hashes its body. The header ends at the first empty line.
final class SignedParts extends OutputStream {

    /// Largest header that is kept, in octets.
    static final int MOST_HEADER = 1 << 20;

    private final ByteArrayOutputStream header = new ByteArrayOutputStream(2048);
    private final RelaxedBody body;
    private final byte[] one = new byte[1];
    private boolean lineStart = true;
    private boolean cr;
    /// Whether the line consists of the CR only so far.
    private boolean emptyLine;
    private boolean inBody;

    SignedParts(MessageDigest digest) {
        this.body = new RelaxedBody(digest);
    }

    @Override
    public void write(int octet) throws IOException {
        one[0] = (byte) octet;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] some, int offset, int count) throws IOException {
        int i = offset;
        int end = offset + count;
        while (i < end && !inBody) {
            toHeader(some[i++]);
        }
        body.update(some, i, end - i);
    }

    private void toHeader(byte octet) throws IOException {
        if (header.size() == MOST_HEADER) {
            throw new SigningException("the header is larger than " + MOST_HEADER + " octets");
        }
        header.write(octet);
        if (octet == '\n' && cr) {
            inBody = emptyLine;
            lineStart = true;
            cr = false;
        } else {
            cr = octet == '\r';
            emptyLine = cr && lineStart;
            lineStart = false;
        }
    }

    /// Whether the body has begun.
    boolean isHeaderComplete() {
        return inBody;
    }

    /// The header without the empty line.
    byte[] header() {
        byte[] all = header.toByteArray();
        return inBody ? Arrays.copyOf(all, all.length - 2) : all;
    }

    /// The hash of the body. Nothing may follow.
    byte[] bodyHash() {
        return body.finish();
    }
}
