package org.danegate.config.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.danegate.config.PolicyProblems;
import org.danegate.config.WorkingPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.ApplianceConfiguration;
import org.danegate.policy.file.PolicyDocument;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Converts an appliance's configuration to a policy file, for scripts.
@RestController
class ApplianceApi {

    private final WorkingPolicy working;

    ApplianceApi(WorkingPolicy working) {
        this.working = working;
    }

    /// The working copy with the parts of an appliance's configuration that can be taken over, as a policy file.
    /// Nothing is changed. Comments at its beginning list what was taken over and what was not.
    @PostMapping(
            path = "/api/v1/policy/from-appliance",
            consumes = {MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE, MediaType.TEXT_PLAIN_VALUE},
            produces = "application/yaml")
    @PreAuthorize("hasRole('OPERATOR')")
    String fromAppliance(@RequestBody String text) {
        if (!ApplianceConfiguration.recognised(text)) {
            throw PolicyProblems.of(HttpStatus.UNPROCESSABLE_CONTENT, "The text is no XML.", List.of());
        }
        ApplianceConfiguration.Reading reading = ApplianceConfiguration.read(text, working.policy());
        Policy policy = reading.policy();
        if (policy == null) {
            throw PolicyProblems.of(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "The policy has faults.",
                    reading.said().stream()
                            .map(said -> Map.<String, Object>of("message", said.english()))
                            .toList());
        }
        return reading.said().stream()
                        .map(said -> "# " + said.english().replaceAll("\\R", " ") + "\n")
                        .collect(Collectors.joining())
                + PolicyDocument.yaml(policy);
    }
}
