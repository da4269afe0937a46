package org.danegate.access;

import org.danegate.guessing.GuessThrottle;

/// What slows down guessing at one way to sign in, and where its attempts are written down.
///
/// @param throttle counts wrong attempts
/// @param audit the log that administrators read
/// @param refusals counts and groups what was refused
/// @param history each user's last sign-in, and what failed since
record SignInWatch(GuessThrottle throttle, Audit audit, Refusals refusals, SignInHistory history) {}
