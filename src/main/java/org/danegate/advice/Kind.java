package org.danegate.advice;

import java.util.Arrays;
import java.util.Optional;

/// Kinds of advice, in the order in which a page lists them: what may hold mail first.
public enum Kind {
    MANDATORY_AT_RISK("A-04"),
    READY_FOR_MANDATORY("A-01"),
    WORTH_OPPORTUNISTIC("A-03"),
    STS_WITHOUT_DANE("A-05"),
    READY_FOR_VERIFY("A-08"),
    READY_FOR_REQUIRED("A-07"),
    EXCEPTION_OVERDUE("A-10"),
    NEARLY_READY("A-02"),
    STS_WOULD_FAIL("A-06"),
    SHA1_ONLY("A-09"),
    HYBRID_BLOCKED("A-11");

    private final String id;

    Kind(String id) {
        this.id = id;
    }

    /// Short and stable, such as `A-01`.
    public String id() {
        return id;
    }

    /// The kind with an id.
    public static Optional<Kind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }
}
