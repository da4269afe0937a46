/// The pages Mail Policies > Signing Keys and their address for scripts.
/// May enter: controllers of a few lines. May not enter: private keys, except as they are pasted.
@NullMarked
package org.danegate.dkim.web;

import org.jspecify.annotations.NullMarked;
