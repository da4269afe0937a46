package org.danegate.advice;

import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.address.DomainName;

/// Says whether a certificate chain would pass *Required - Verify Hosted Domains*.
@FunctionalInterface
public interface ChainJudge {

    /// @param chain as the server sent it, its own certificate first; never empty
    /// @param names of which the certificate must have one
    boolean verifies(List<X509Certificate> chain, List<DomainName> names);
}
