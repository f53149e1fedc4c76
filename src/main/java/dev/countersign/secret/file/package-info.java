/// Secrets in an encrypted file, for systems without a keyring.
@NullMarked
package dev.countersign.secret.file;

import org.jspecify.annotations.NullMarked;
