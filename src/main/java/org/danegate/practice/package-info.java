/// The practice network: a signed DNS tree and SMTP receivers on loopback, for the demo profile and for tests.
/// May enter: misbehaviour on purpose. May not enter: anything the product itself needs outside the demo profile.
@org.springframework.modulith.ApplicationModule(
        displayName = "Practice network",
        allowedDependencies = {"address", "dns :: answer", "smtp"})
@NullMarked
package org.danegate.practice;

import org.jspecify.annotations.NullMarked;
