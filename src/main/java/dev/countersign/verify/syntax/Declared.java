package dev.countersign.verify.syntax;

import dev.countersign.verify.Signature;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// What a file declares that is not private.
///
/// @param symbols the names, with what they stand in, dots between
record Declared(Signature signature, Set<String> symbols) {
    Declared {
        symbols = Collections.unmodifiableSortedSet(new TreeSet<>(symbols));
    }
}
