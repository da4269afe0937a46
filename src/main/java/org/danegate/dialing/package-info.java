/// The only way to reach a host: SMTP route or MX, addresses, TLSA records, the plan that policy allows, the
/// connection, STARTTLS, and the certificate. Delivery, daneverify and the dry run use it and receive the same stages.
/// May enter: what leads to a conversation in which mail may be sent. May not enter: messages, queues, retry times,
/// the wording of transcripts and logs.
@org.springframework.modulith.ApplicationModule(
        displayName = "Dialing",
        allowedDependencies = {
            "address",
            "policy",
            "dns",
            "dns :: answer",
            "dane",
            "smtp",
            "sasl",
            "event",
            "certificate",
            "sts",
            "trust"
        })
@NullMarked
package org.danegate.dialing;

import org.jspecify.annotations.NullMarked;
