package org.danegate.practice;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/// The answer to one query, put together from one or several zones.
final class TreeAnswer {
    private int rcode = Rcode.NOERROR;
    private final List<Record> answer = new ArrayList<>();
    private final List<Record> authority = new ArrayList<>();

    void rcode(int code) {
        rcode = code;
    }

    void answer(List<? extends Record> records) {
        records.stream().filter(record -> !answer.contains(record)).forEach(answer::add);
    }

    void authority(List<? extends Record> records) {
        records.stream().filter(record -> !authority.contains(record)).forEach(authority::add);
    }

    int rcode() {
        return rcode;
    }

    List<Record> answer() {
        return answer;
    }

    List<Record> authority() {
        return authority;
    }
}
