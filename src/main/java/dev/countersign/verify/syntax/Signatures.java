package dev.countersign.verify.syntax;

import dev.countersign.verify.Signature;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        return declared(path, content).map(Declared::signature).filter(signature -> !signature.declarations().isEmpty());
    }

    /// Empty where the language is not known or the file does not parse.
    Optional<Set<String>> symbols(WorkspacePath path, byte[] content) {
        return declared(path, content).map(Declared::symbols);
    }

    private Optional<Declared> declared(WorkspacePath path, byte[] content) {
        try {
            return java.reads(path) ? java.declared(path, content) : grammars.stream().filter(g -> g.reads(path)).findFirst()
                    .flatMap(grammar -> grammar.tree(content, (root, text) -> GrammarSignature.of(root, text, path))).flatMap(s -> s);
        } catch (StackOverflowError e) {
            return Optional.empty();
        }
    }
}
