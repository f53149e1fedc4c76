package dev.countersign.verify.syntax;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.verify.BatchSensor;
import dev.countersign.verify.Part;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Python, by the compiler of the `python3` there is, in the sandbox: it compiles and never runs. Where there is none, by the
/// grammar, which does not see wrong indentation.
public final class PythonSyntax implements BatchSensor {
    /// One line for each file: `ok`, `no` and why, or `bad`, the two places and the message.
    private static final String SCRIPT = """
            import sys, base64, warnings
            warnings.simplefilter('ignore')
            print('python', '.'.join(map(str, sys.version_info[:3])))
            def b(s): return base64.b64encode(str(s).encode('utf-8', 'replace')).decode()
            for line in sys.stdin:
                try:
                    compile(base64.b64decode(line), 'file.py', 'exec', dont_inherit=True)
                    print('ok')
                except SyntaxError as e:
                    print('bad', e.lineno or 0, e.offset or 0, getattr(e, 'end_lineno', 0) or 0, getattr(e, 'end_offset', 0) or 0, b(e.msg))
                except (UnicodeDecodeError, ValueError) as e:
                    print('bad', 0, 0, 0, 0, b(e))
                except BaseException as e:
                    print('no', b(type(e).__name__))
            """;
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(60), 16 << 20);
    private static final String INTERPRETER = "python3";

    private final Sandbox sandbox;
    private final Surroundings surroundings;
    private final Path folder;
    private final Grammar grammar = Grammars.python();
    private Optional<Optional<String>> interpreter = Optional.empty();

    /// @param folder the interpreter starts there
    public PythonSyntax(Sandbox sandbox, Surroundings surroundings, Path folder) {
        this.sandbox = sandbox;
        this.surroundings = surroundings;
        this.folder = folder;
    }

    /// What the interpreter may see; it is contained as strongly as this machine can.
    public interface Surroundings {
        /// The whole environment. Makes the folders that it names.
        SortedMap<String, String> variables(Level level);

        Profile profile(Level level);
    }

    @Override
    public Part part() {
        return Part.SYN;
    }

    @Override
    public String name() {
        return "Python syntax";
    }

    @Override
    public String version() {
        return interpreter().map(v -> "python " + v).orElseGet(grammar::version);
    }

    @Override
    public boolean isExact() {
        return interpreter().isPresent();
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return grammar.reads(path);
    }

    @Override
    public Optional<String> missing() {
        return interpreter().isPresent() ? Optional.empty() : grammar.missing();
    }

    @Override
    public List<Reading> readAll(List<Source> sources, Progress progress) {
        return interpreter().flatMap(version -> compiled(sources, version, progress))
                .orElseGet(() -> sources.stream().map(s -> grammar.read(s.path(), s.content())).toList());
    }

    /// The version of the interpreter, asked once.
    private synchronized Optional<String> interpreter() {
        if (interpreter.isEmpty()) {
            interpreter = Optional.of(lines(List.of(), Progress.NONE).flatMap(lines -> lines.stream().findFirst())
                    .filter(line -> line.startsWith("python 3.")).map(line -> line.substring("python ".length())));
        }
        return interpreter.get();
    }

    private Optional<List<Reading>> compiled(List<Source> sources, String version, Progress progress) {
        return lines(sources, progress).filter(lines -> lines.size() == sources.size() + 1).map(lines -> {
            var readings = new ArrayList<Reading>();
            for (String line : lines.subList(1, lines.size())) {
                readings.add(reading(line.split(" "), version));
            }
            return readings;
        });
    }

    private static Reading reading(String[] words, String version) {
        return switch (words[0]) {
            case "ok" -> new Reading.Fine();
            case "bad" -> {
                int line = Integer.parseInt(words[1]);
                int endLine = Math.max(line, Integer.parseInt(words[3]));
                int column = line == 0 ? 0 : Math.max(0, Integer.parseInt(words[2]));
                int endColumn = endLine > line || Integer.parseInt(words[4]) > column ? Math.max(0, Integer.parseInt(words[4])) : 0;
                yield new Reading.Faulty(List.of(new Finding(line, column, endLine, endColumn,
                        text(words, 5) + " (Python " + version + ")", 1, 1)));
            }
            default -> new Reading.Unread("Python " + version + " gave up: " + text(words, 1));
        };
    }

    private static String text(String[] words, int at) {
        return words.length > at ? new String(Base64.getDecoder().decode(words[at]), StandardCharsets.UTF_8) : "";
    }

    /// What the script wrote; empty where it did not run to its end.
    private Optional<List<String>> lines(List<Source> sources, Progress progress) {
        var input = new ByteArrayOutputStream();
        for (Source source : sources) {
            input.writeBytes(Base64.getEncoder().encode(source.content()));
            input.write('\n');
        }
        var output = new ByteArrayOutputStream();
        Level level = sandbox.protection().level();
        Outcome outcome = sandbox.run(new Command(List.of(INTERPRETER, "-I", "-S", "-X", "utf8", "-c", SCRIPT), folder,
                surroundings.variables(level), input.toByteArray()), surroundings.profile(level), LIMITS, (stream, chunk) -> {
            if (stream == OutputListener.Stream.OUT) {
                output.writeBytes(chunk);
            }
        }, progress);
        return switch (outcome) {
            case Outcome.Exited exited when exited.code() == 0 -> Optional.of(output.toString(StandardCharsets.UTF_8).lines().toList());
            case Outcome.Cancelled _ -> throw new Progress.CancelledException();
            case Outcome.Exited _, Outcome.TimedOut _, Outcome.OutputExceeded _, Outcome.Exceeded _, Outcome.NotFound _, Outcome.NotStarted _ -> Optional.empty();
        };
    }
}
