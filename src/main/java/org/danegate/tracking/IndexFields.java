package org.danegate.tracking;

import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.danegate.address.OutsideText;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.danegate.monitor.DaneResult;
import org.jspecify.annotations.Nullable;

/// The entries of the index: a message with its first events, later events of a message, or an event of a whole
/// destination. What is searched is indexed; what is shown is stored ({@link EntryContent}).
final class IndexFields {

    static final String KIND = "kind";
    static final String MESSAGE = "message";
    static final String LATER = "later";
    static final String OF_DESTINATION = "destination";

    static final String MID = "mid";
    static final String NUMBER = "number";
    static final String AT = "at";
    static final String SENDER = "sender";
    static final String SENDER_DOMAIN = "senderDomain";
    static final String RECIPIENT = "recipient";
    static final String DESTINATION = "domain";
    static final String LANE = "lane";
    static final String SUBJECT = "subject";
    static final String MESSAGE_ID = "messageId";
    static final String OUTCOME = "outcome";
    static final String DANE = "dane";
    static final String TLS = "tls";
    static final String CONTENT = "content";

    /// Outcome of a message with a recipient that was not finished when its entry was written.
    static final String WAITING = "WAITING";

    /// The most characters of a value that is found as a whole. Of longer ones, the beginning counts. An index
    /// refuses an entry with a value of more than 32,766 octets.
    static final int MOST_OF_KEY = 500;

    private static final FieldType WORDS = words();

    private IndexFields() {}

    private static FieldType words() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    /// A message with its events so far.
    static Document message(FoundMessage found) {
        TrackedMessage message = found.message();
        Document entry = entry(MESSAGE, message.receivedAt().toEpochMilli());
        mid(entry, message.mid());
        String sender = message.sender().toLowerCase(Locale.ROOT);
        key(entry, SENDER, sender);
        key(entry, SENDER_DOMAIN, domain(sender));
        for (String recipient : message.recipients()) {
            String address = recipient.toLowerCase(Locale.ROOT);
            key(entry, RECIPIENT, address);
            key(entry, DESTINATION, domain(address));
        }
        if (!message.messageId().isEmpty()) {
            key(entry, MESSAGE_ID, bare(message.messageId()));
        }
        if (!message.subject().isEmpty()) {
            entry.add(new Field(SUBJECT, message.subject(), WORDS));
        }
        if (message.lane().tls() != TlsTag.NONE) {
            key(entry, TLS, tls(message.lane().tls()));
        }
        outcomes(entry, found.events());
        if (!found.finished()) {
            key(entry, OUTCOME, WAITING);
        }
        content(entry, EntryContent.of(found));
        return entry;
    }

    /// Later events of a message.
    static Document later(long mid, List<TrackedEvent> events) {
        Document entry = entry(LATER, events.getFirst().at().toEpochMilli());
        mid(entry, mid);
        outcomes(entry, events);
        content(entry, EntryContent.of(new EntryContent.Later(mid, events)));
        return entry;
    }

    /// An event of a destination that concerns all mail of a lane.
    static Document ofDestination(TrackedEvent event, Lane lane, @Nullable DaneResult dane) {
        Document entry = entry(OF_DESTINATION, event.at().toEpochMilli());
        key(entry, DESTINATION, event.destination());
        key(entry, LANE, lane(lane));
        key(entry, OUTCOME, event.kind().name());
        if (dane != null) {
            key(entry, DANE, dane.name());
        }
        content(entry, EntryContent.of(event));
        return entry;
    }

    /// A Message-ID or an address without angle brackets. The end may be missing: whatever is long was cut.
    static String bare(String text) {
        String bare = OutsideText.line(text.strip());
        String begun = bare.startsWith("<") ? bare.substring(1) : bare;
        return begun.endsWith(">") ? begun.substring(0, begun.length() - 1) : begun;
    }

    /// A lane as a value of its field.
    static String lane(Lane lane) {
        TlsTag kept = TlsTag.ofBits(lane.tls().bits());
        String tag = kept == TlsTag.NONE ? "" : " " + kept;
        return (lane.relayed() ? "relayed " : "accepted ") + lane.gateway() + tag;
    }

    /// What a message asks of TLS as a value of its field: both forms of REQUIRETLS are one.
    static String tls(TlsTag tag) {
        return tag.isRequireTls()
                ? TlsTag.REQUIRETLS.name()
                : TlsTag.ofBits(tag.bits()).name();
    }

    /// The part of a value that counts.
    static String cut(String value) {
        return value.length() <= MOST_OF_KEY ? value : value.substring(0, MOST_OF_KEY);
    }

    private static Document entry(String kind, long at) {
        Document entry = new Document();
        key(entry, KIND, kind);
        entry.add(NumericDocValuesField.indexedField(AT, at));
        return entry;
    }

    private static void mid(Document entry, long mid) {
        key(entry, MID, Long.toString(mid));
        entry.add(new NumericDocValuesField(NUMBER, mid));
    }

    private static void outcomes(Document entry, List<TrackedEvent> events) {
        for (TrackedEvent event : events) {
            key(entry, OUTCOME, event.kind().name());
            if (event.kind() == TrackedEvent.Kind.DELIVERED
                    && event.via() != null
                    && event.via().dane()) {
                key(entry, DANE, DaneResult.SUCCESS.name());
            }
        }
    }

    private static void key(Document entry, String field, String value) {
        // Given as octets, a value needs no token stream, which costs half as much.
        entry.add(new StringField(field, new BytesRef(cut(value)), Field.Store.NO));
    }

    private static void content(Document entry, byte[] content) {
        entry.add(new StoredField(CONTENT, content));
    }

    /// The domain of an address, or its address literal.
    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }
}
