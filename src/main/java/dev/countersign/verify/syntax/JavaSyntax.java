package dev.countersign.verify.syntax;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Java, by the parser of the compiler that runs us: its newest language with preview features, places exact.
final class JavaSyntax implements Syntax {
    private final Optional<JavaCompiler> compiler = compiler();

    private static Optional<JavaCompiler> compiler() {
        return ModuleLayer.boot().findModule("jdk.compiler").isEmpty() ? Optional.empty()
                : Optional.ofNullable(ToolProvider.getSystemJavaCompiler());
    }

    @Override
    public String language() {
        return "Java";
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return path.extension().equals("java");
    }

    @Override
    public Optional<String> missing() {
        return compiler.isPresent() ? Optional.empty() : Optional.of("the Java that runs Countersign has no compiler");
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        return switch (Utf8.read(content)) {
            case Utf8.Read.Fault fault -> Utf8.fault(fault);
            case Utf8.Read.Text text -> parse(path, text.text());
        };
    }

    private Parse parse(WorkspacePath path, String text) {
        var found = new DiagnosticCollector<JavaFileObject>();
        try {
            units(path, text, found);
        } catch (IOException e) {
            return new Parse.Unread(String.valueOf(e.getMessage()));
        }
        var errors = new ArrayList<Error>();
        for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
            if (each.getKind() == Diagnostic.Kind.ERROR && each.getPosition() != Diagnostic.NOPOS) {
                errors.add(new Error((int) each.getLineNumber(), (int) each.getColumnNumber(), each.getMessage(Locale.ENGLISH)));
            } else if (each.getKind() == Diagnostic.Kind.ERROR) {
                return new Parse.Unread(each.getMessage(Locale.ENGLISH));
            }
        }
        return errors.isEmpty() ? new Parse.Fine() : new Parse.Faulty(errors);
    }

    private Iterable<? extends CompilationUnitTree> units(WorkspacePath path, String text, DiagnosticCollector<JavaFileObject> found)
            throws IOException {
        var options = List.of("-proc:none", "--enable-preview", "-source", Integer.toString(Runtime.version().feature()));
        try (var files = new NoPlugins(compiler.orElseThrow().getStandardFileManager(found, Locale.ENGLISH, StandardCharsets.UTF_8))) {
            JavacTask task = (JavacTask) compiler.orElseThrow().getTask(Writer.nullWriter(), files, found, options, null,
                    List.of(new Source(path, text)));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            units.forEach(_ -> {});
            return units;
        }
    }

    /// Empty where it does not parse.
    Optional<Declared> declared(WorkspacePath path, byte[] content) {
        if (missing().isPresent() || !(Utf8.read(content) instanceof Utf8.Read.Text text)) {
            return Optional.empty();
        }
        var found = new DiagnosticCollector<JavaFileObject>();
        try {
            Iterator<? extends CompilationUnitTree> units = units(path, text.text(), found).iterator();
            boolean sound = found.getDiagnostics().stream().noneMatch(d -> d.getKind() == Diagnostic.Kind.ERROR);
            return sound && units.hasNext() ? Optional.of(JavaSignature.of(units.next())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Has the compiler look for plugins of its own nowhere: it would search our whole class path for each file.
    private static final class NoPlugins extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private static final ClassLoader NOTHING = new ClassLoader(ClassLoader.getPlatformClassLoader()) {};

        NoPlugins(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public ClassLoader getClassLoader(Location location) {
            return NOTHING;
        }
    }

    /// A source in memory.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(WorkspacePath path, String text) {
            // Only the name matters to the parser, and a URI takes no arbitrary path.
            super(URI.create("mem:///" + java.net.URLEncoder.encode(path.name(), StandardCharsets.UTF_8)), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
