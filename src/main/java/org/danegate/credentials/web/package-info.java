/// The pages Mail Policies > SMTP Users and Network > Outgoing SMTP Authentication.
/// May enter: forms and lists. May not enter: secrets, except a password that was just made, once.
@NullMarked
package org.danegate.credentials.web;

import org.jspecify.annotations.NullMarked;
