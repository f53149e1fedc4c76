package dev.countersign.verify.syntax;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.treesitter.TreeSitterBash;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterCss;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterScala;
import org.treesitter.TreeSitterSwift;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/// The languages read by tree-sitter grammars. Which of them are believed in new files follows from how they did on real
/// packages: docs/measurements.md.
final class Grammars {
    private static final Set<String> NONE = Set.of();

    private Grammars() {}

    static Grammar python() {
        return new Grammar("Python", "0.25.0", false, Set.of("py", "pyi", "pyw"), NONE, TreeSitterPython::new);
    }

    /// All but Python.
    static List<Grammar> all() {
        return List.of(
                new Grammar("JavaScript", "0.25.0", false, Set.of("js", "mjs", "cjs", "jsx"), NONE, TreeSitterJavascript::new),
                new Grammar("TypeScript", "0.23.2", false, Set.of("ts", "mts", "cts"), NONE, TreeSitterTypescript::new),
                new Grammar("TSX", "0.23.2", false, Set.of("tsx"), NONE, TreeSitterTsx::new),
                new Grammar("Go", "0.25.0", false, Set.of("go"), NONE, TreeSitterGo::new),
                new Grammar("Rust", "0.24.0", false, Set.of("rs"), NONE, TreeSitterRust::new),
                new Grammar("C", "0.24.1", false, Set.of("c"), NONE, TreeSitterC::new),
                new Grammar("C++", "0.23.4", false, Set.of("cpp", "cc", "cxx", "hpp", "hh", "hxx", "h", "ipp"), NONE, TreeSitterCpp::new),
                new Grammar("C#", "0.23.1", false, Set.of("cs"), NONE, TreeSitterCSharp::new),
                new Grammar("Ruby", "0.23.1", false, Set.of("rb", "rake", "gemspec"), Set.of("Gemfile", "Rakefile"), TreeSitterRuby::new),
                new Grammar("PHP", "0.24.2", false, Set.of("php"), NONE, TreeSitterPhp::new),
                new Grammar("Bash", "0.23.3", false, Set.of("sh", "bash"), NONE, TreeSitterBash::new),
                new Grammar("Kotlin", "0.3.8.1", false, Set.of("kt", "kts"), NONE, TreeSitterKotlin::new),
                new Grammar("Scala", "0.23.3", false, Set.of("scala", "sc"), NONE, TreeSitterScala::new),
                new Grammar("Swift", "0.5.0", false, Set.of("swift"), NONE, TreeSitterSwift::new),
                new Grammar("CSS", "0.23.1", false, Set.of("css"), NONE, TreeSitterCss::new));
    }

    static Optional<Grammar> of(dev.countersign.workspace.WorkspacePath path) {
        return java.util.stream.Stream.concat(all().stream(), java.util.stream.Stream.of(python())).filter(g -> g.reads(path)).findFirst();
    }
}
