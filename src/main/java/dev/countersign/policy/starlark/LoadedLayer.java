package dev.countersign.policy.starlark;

import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Rulebook.Fault;
import dev.countersign.policy.Rulebook.Level;
import dev.countersign.policy.Rulebook.RuleFile;
import dev.countersign.policy.Ruling;
import dev.countersign.starlark.Module;
import dev.countersign.starlark.Program;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.trace.SyntaxException;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Limits;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of one layer, parsed and executed. It never changes; files of another layer cannot be loaded from it.
final class LoadedLayer {
    private static final Limits LIMITS = new Limits(5_000_000, 64L << 20, 60, java.time.Duration.ofSeconds(2));

    private final Level level;
    private final SortedMap<String, String> texts;
    private final Optional<String> unreadable;
    private final Map<String, Module> modules = new HashMap<>();
    private final Map<String, List<Fault>> faults = new TreeMap<>();
    private final Set<String> loading = new HashSet<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Sha256 digest;

    /// @param unreadable why the files could not be read
    LoadedLayer(Level level, SortedMap<String, String> texts, Optional<String> unreadable) {
        this.level = level;
        this.texts = texts;
        this.unreadable = unreadable;
        this.digest = digest(texts);
        for (String name : texts.keySet()) {
            if (isTest(name)) {
                parse(name, TestWords.NAMES.keySet());
            } else {
                module(name);
            }
        }
        modules.forEach((name, module) -> module.globals().forEach((function, value) ->
                Check.named(function).ifPresent(check -> rule(name, check, value))));
        rules.sort(java.util.Comparator.comparing((Rule rule) -> rule.place().file()).thenComparing(Rule::check));
    }

    private static boolean isTest(String name) {
        return name.endsWith("_test.star");
    }

    /// How people are told of a file.
    static String shown(Level level, String name) {
        return switch (level) {
            case BUILT_IN -> "built-in/" + name;
            case USER -> "user/" + name;
            case PROJECT -> StarlarkPolicy.PROJECT_FOLDER + "/" + name;
        };
    }

    Level level() {
        return level;
    }

    List<Rule> rules() {
        return rules;
    }

    SortedMap<String, String> texts() {
        return texts;
    }

    Sha256 digest() {
        return digest;
    }

    /// Why it cannot be used; then everything is denied. Faults of tests are no reason.
    List<Fault> unusable() {
        var all = new ArrayList<Fault>();
        unreadable.ifPresent(why -> all.add(new Fault(shown(level, ""), 1, 1, why)));
        faults.forEach((name, list) -> {
            if (!isTest(name)) {
                all.addAll(list);
            }
        });
        return all;
    }

    Optional<String> unreadable() {
        return unreadable;
    }

    List<RuleFile> files() {
        return texts.entrySet().stream().map(file -> {
            List<String> functions = isTest(file.getKey()) ? tests(file.getValue())
                    : rules.stream().filter(rule -> rule.place().file().equals(shown(level, file.getKey()))).map(rule -> rule.check().function()).toList();
            return new RuleFile(level, file.getKey(), shown(level, file.getKey()), file.getValue(), functions, faults.getOrDefault(file.getKey(), List.of()));
        }).toList();
    }

    private static List<String> tests(String text) {
        var names = new ArrayList<String>();
        Matcher found = Pattern.compile("(?m)^def (test_\\w+)").matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    /// The module of a rule file of this layer.
    ///
    /// @throws Failure where there is none, or it cannot be loaded
    Module load(String name) {
        if (!texts.containsKey(name)) {
            throw new Failure("there is no file \"" + name + "\" beside this one");
        }
        if (loading.contains(name)) {
            throw new Failure("\"" + name + "\" loads itself, by way of others");
        }
        if (modules.get(name) == null && !faults.containsKey(name)) {
            module(name);
        }
        Module module = modules.get(name);
        if (module == null) {
            throw new Failure("\"" + name + "\" cannot be loaded");
        }
        return module;
    }

    private void module(String name) {
        if (modules.containsKey(name) || faults.containsKey(name)) {
            return;
        }
        loading.add(name);
        try {
            Optional<Program> program = parse(name, Vocabulary.RULES.keySet());
            if (program.isPresent()) {
                modules.put(name, program.get().execute(new Evaluation(LIMITS, _ -> { }), Vocabulary.RULES, this::load));
            }
        } catch (StarlarkException e) {
            faults.put(name, List.of(new Fault(e.position().file(), e.position().line(), e.position().column(), e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            faults.put(name, List.of(new Fault(shown(level, name), 1, 1, e.toString())));
        } finally {
            loading.remove(name);
        }
    }

    private Optional<Program> parse(String name, Set<String> given) {
        try {
            return Optional.of(Program.parse(shown(level, name), texts.get(name), given));
        } catch (SyntaxException e) {
            faults.put(name, e.faults().stream().map(fault -> new Fault(fault.position().file(), fault.position().line(),
                    fault.position().column(), fault.message())).toList());
            return Optional.empty();
        }
    }

    private void rule(String name, Check check, Value value) {
        int line = line(texts.get(name), check.function());
        var place = new Ruling.Source(shown(level, name), line);
        try {
            if (!(value instanceof FunctionValue function)) {
                throw new IllegalArgumentException(check.function() + " is a " + value.type() + ", not a function");
            }
            rules.add(new Rule(level, name.substring(0, name.length() - ".star".length()), check, function, check.takes(function), place));
        } catch (IllegalArgumentException e) {
            faults.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Fault(place.file(), line, 1, String.valueOf(e.getMessage())));
        }
    }

    /// Where a function is defined, from 1.
    static int line(String text, String function) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.startsWith("def " + function) || line.startsWith(function)) {
                return number;
            }
        }
        return 1;
    }

    /// Runs the tests of this layer, each by itself, in the order of the files.
    List<Rulebook.Tested> test(dev.countersign.workspace.Progress progress) {
        var results = new ArrayList<Rulebook.Tested>();
        for (String name : texts.keySet()) {
            if (isTest(name)) {
                progress.check();
                progress.step("Testing " + shown(level, name), results.size(), 0);
                test(name, results);
            }
        }
        return results;
    }

    private void test(String name, List<Rulebook.Tested> results) {
        String shown = shown(level, name);
        Module module;
        try {
            Program program = Program.parse(shown, texts.get(name), TestWords.NAMES.keySet());
            module = program.execute(new Evaluation(LIMITS, _ -> { }), TestWords.NAMES, this::load);
        } catch (StarlarkException e) {
            results.add(new Rulebook.Tested(shown, "the file itself", e.position().line(), Optional.of(e.traceback()), List.of()));
            return;
        }
        var tests = new LinkedHashMap<String, FunctionValue>();
        module.globals().forEach((function, value) -> {
            if (function.startsWith("test_") && value instanceof FunctionValue test) {
                tests.put(function, test);
            }
        });
        if (tests.isEmpty()) {
            results.add(new Rulebook.Tested(shown, "the file itself", 1, Optional.of("It has no function whose name begins with test_."), List.of()));
        }
        tests.forEach((function, test) -> {
            var output = new ArrayList<String>();
            Optional<String> failure = Optional.empty();
            try {
                new Evaluation(Limits.STANDARD, output::add).call(test);
            } catch (StarlarkException e) {
                failure = Optional.of(e.traceback());
            } catch (RuntimeException | StackOverflowError e) {
                failure = Optional.of(e.toString());
            }
            results.add(new Rulebook.Tested(shown, function, line(texts.get(name), function), failure, output));
        });
    }

    private static Sha256 digest(SortedMap<String, String> texts) {
        var bytes = new ByteArrayOutputStream();
        texts.forEach((name, text) -> {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
        });
        return Sha256.of(bytes.toByteArray());
    }
}
