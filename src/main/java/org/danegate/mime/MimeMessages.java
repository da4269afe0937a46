package org.danegate.mime;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailStreamProvider;

/// Makes and reads messages with two sessions for the whole process. A session looks for the library's parts in each
/// jar file of the class path, and so does each multipart message unless the part is named. This takes a millisecond
/// for each bounce, and can do worse. A virtual thread that looks for a class blocks a thread of the scheduler. On a
/// machine with two processors, two of them waited for a third, which held the jar file's lock and had no thread to run
/// on: the whole process stopped (seen in the soak).
public final class MimeMessages {

    private static final String STREAMS = "jakarta.mail.util.StreamProvider";

    private static final Session MADE;
    private static final Session READ;

    static {
        if (System.getProperty(STREAMS) == null) {
            System.setProperty(STREAMS, MailStreamProvider.class.getName());
        }
        Properties made = new Properties();
        // Without it the library writes only the low octet of each character: U+010A would end a line.
        made.setProperty("mail.mime.allowutf8", "true");
        MADE = Session.getInstance(made);
        READ = Session.getInstance(new Properties());
    }

    private MimeMessages() {}

    /// An empty message whose header fields may contain characters beyond ASCII (RFC 6532).
    public static MimeMessage blank() {
        return new MimeMessage(MADE);
    }

    /// A message received from outside.
    ///
    /// @param message its octets; a shared stream is read when parts of the message are requested
    /// @throws MessagingException when the message cannot be read
    public static MimeMessage read(InputStream message) throws MessagingException {
        return new MimeMessage(READ, message);
    }
}
