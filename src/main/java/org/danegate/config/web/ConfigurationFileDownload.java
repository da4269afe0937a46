package org.danegate.config.web;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.NodeIdentity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyDocument;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// System Administration > Configuration File > Save: the whole policy as one file.
@Controller
class ConfigurationFileDownload {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final WorkingPolicy working;
    private final CommittedPolicy committed;
    private final NodeIdentity node;
    private final InstantSource clock;

    ConfigurationFileDownload(
            WorkingPolicy working, CommittedPolicy committed, NodeIdentity node, InstantSource clock) {
        this.working = working;
        this.committed = committed;
        this.node = node;
        this.clock = clock;
    }

    /// @param copy `working` for the working copy, anything else for the policy in force
    @GetMapping("/system/configuration-file/download")
    ResponseEntity<byte[]> download(@RequestParam(defaultValue = "committed") String copy) {
        boolean pending = copy.equals("working");
        Policy policy = pending ? working.policy() : working.inForce();
        String name = "danegate-" + node.node() + "-"
                + (pending ? "pending-" : "revision-" + committed.current().number() + "-")
                + STAMP.format(clock.instant().atZone(ZoneId.systemDefault())) + ".yml";
        return PolicyFileDownload.of(name, PolicyDocument.yaml(policy));
    }
}
