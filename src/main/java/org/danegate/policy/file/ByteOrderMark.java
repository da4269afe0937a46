package org.danegate.policy.file;

/// The mark that editors put in front of UTF-8.
final class ByteOrderMark {

    private static final String MARK = "\uFEFF";

    private ByteOrderMark() {}

    static String without(String text) {
        return text.startsWith(MARK) ? text.substring(1) : text;
    }
}
