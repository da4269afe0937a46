package org.danegate.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.dns.answer.TlsaRecord;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/// Reads the values of the records of one type.
///
/// @param form the library's class for such a record
/// @param value reads the value of one record; throws IllegalArgumentException for a name that cannot be used
record RecordReader<R extends Record, T>(RecordType type, Class<R> form, Function<R, T> value) {

    static final RecordReader<MXRecord, MxRecord> MX = new RecordReader<>(
            RecordType.MX,
            MXRecord.class,
            r -> new MxRecord(
                    r.getPriority(), WireName.read(r.getTarget()).orElse(null), WireName.text(r.getTarget())));

    static final RecordReader<ARecord, InetAddress> A =
            new RecordReader<>(RecordType.A, ARecord.class, ARecord::getAddress);

    static final RecordReader<AAAARecord, InetAddress> AAAA =
            new RecordReader<>(RecordType.AAAA, AAAARecord.class, AAAARecord::getAddress);

    static final RecordReader<CNAMERecord, DomainName> CNAME =
            new RecordReader<>(RecordType.CNAME, CNAMERecord.class, r -> WireName.require(r.getTarget()));

    static final RecordReader<TLSARecord, TlsaRecord> TLSA = new RecordReader<>(
            RecordType.TLSA,
            TLSARecord.class,
            r -> new TlsaRecord(
                    r.getCertificateUsage(), r.getSelector(), r.getMatchingType(), r.getCertificateAssociationData()));

    static final RecordReader<TXTRecord, String> TXT =
            new RecordReader<>(RecordType.TXT, TXTRecord.class, RecordReader::joined);

    private static String joined(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        record.getStringsAsByteArrays().forEach(some -> text.append(new String(some, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    /// The records in an answer that belong to a name.
    List<R> recordsOf(Name owner, Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(r -> form.isInstance(r) && r.getName().equals(owner))
                .map(form::cast)
                .toList();
    }
}
