package org.danegate.tlsrpt;

import java.net.InetAddress;
import org.danegate.address.OutsideText;
import org.danegate.address.PublicAddresses;
import org.jspecify.annotations.Nullable;

/// What is common to failures that are counted together (RFC 8460 section 4.4). Nothing in it names a sender or a
/// recipient.
///
/// @param host MX host, empty when the failure is not about one
/// @param address of the host, empty when none was dialled
/// @param sender our address, if it means the same to the receiver; empty when it does not, or is not known
/// @param code short and stable, such as `no-match` or `ede-9`; empty for none
public record FailureDetail(ResultType type, String host, String address, String sender, String code) {

    /// The most characters of a code.
    public static final int MOST_CODE = 64;

    /// Stands for all details of a policy beyond those that are kept.
    public static final FailureDetail MORE = new FailureDetail(ResultType.VALIDATION_FAILURE, "", "", "more");

    public FailureDetail {
        code = OutsideText.brief(code, MOST_CODE);
    }

    /// A failure that is not about a connection of ours.
    public FailureDetail(ResultType type, String host, String address, String code) {
        this(type, host, address, "", code);
    }

    /// The same over a connection from an address. One of a private network stays private.
    FailureDetail from(@Nullable InetAddress local) {
        return local == null || !PublicAddresses.has(local)
                ? this
                : new FailureDetail(type, host, address, local.getHostAddress(), code);
    }
}
