package org.danegate.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailStreamProvider;

/// Messages that are made, and messages that are read, by two sessions for the whole process. A session looks for the
/// library's parts in each jar file of the class path, and so does each multipart message unless the part is named: a
/// millisecond for each bounce, and worse. Virtual threads that look for a class hold a thread of their scheduler; two
/// of them that waited for a third, which had the jar file's lock and no thread to go on with, stopped the whole
/// process of a machine with two processors (seen in the soak).
public final class MimeMessages {

    private static final String STREAMS = "jakarta.mail.util.StreamProvider";

    private static final Session MADE;
    private static final Session READ;

    static {
        if (System.getProperty(STREAMS) == null) {
            System.setProperty(STREAMS, MailStreamProvider.class.getName());
        }
        Properties made = new Properties();
        // Without it the library writes the low octet of each character: U+010A would end a line.
        made.setProperty("mail.mime.allowutf8", "true");
        MADE = Session.getInstance(made);
        READ = Session.getInstance(new Properties());
    }

    private MimeMessages() {}

    /// A message to be written, whose header fields may have characters beyond ASCII (RFC 6532).
    public static MimeMessage blank() {
        return new MimeMessage(MADE);
    }

    /// A message that somebody wrote.
    ///
    /// @param message its octets; read while parts of it are asked for when it is a shared stream
    /// @throws MessagingException when it cannot be read
    public static MimeMessage read(InputStream message) throws MessagingException {
        return new MimeMessage(READ, message);
    }
}
