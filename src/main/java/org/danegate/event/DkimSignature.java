package org.danegate.event;

/// What a DKIM signature says of itself.
///
/// @param domain its tag `d=`, in A-labels
/// @param selector its tag `s=`
/// @param algorithm its tag `a=`, such as `rsa-sha256`
public record DkimSignature(String domain, String selector, String algorithm) {

    /// The tags as in the signature, separated by blanks.
    public String text() {
        return "d=" + domain + " s=" + selector + " a=" + algorithm;
    }
}
