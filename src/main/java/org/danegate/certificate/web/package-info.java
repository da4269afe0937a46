/// The pages and the API of the certificates.
/// May enter: controllers of a few lines. May not enter: reading and checking of certificates.
@NullMarked
package org.danegate.certificate.web;

import org.jspecify.annotations.NullMarked;
