package dev.countersign.verify.syntax;

import dev.countersign.verify.Signature;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// Signatures of the languages that are parsed in this process: Java by its compiler, others by their grammar. Safe for use by several
/// threads.
final class Signatures {
    private final JavaSyntax java;
    private final List<Grammar> grammars;

    Signatures(JavaSyntax java, List<Grammar> grammars) {
        this.java = java;
        this.grammars = List.copyOf(grammars);
    }

    /// Empty where the language is not known, the file does not parse, or nothing is declared in it: its bytes stand for it then.
    Optional<Signature> of(WorkspacePath path, byte[] content) {
        Optional<Signature> found;
        try {
            found = java.reads(path) ? java.signature(path, content) : grammars.stream().filter(g -> g.reads(path)).findFirst()
                    .flatMap(grammar -> grammar.tree(content, (root, text) -> GrammarSignature.of(root, text, path))).flatMap(s -> s);
        } catch (StackOverflowError e) {
            return Optional.empty();
        }
        return found.filter(signature -> !signature.declarations().isEmpty());
    }
}
