package dev.countersign.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Placeholders in the arguments of a registry: `{prompt}`, `{env:VAR}`, `{env:VAR:default}`, `{contained:A:B}` (A where a
/// sandbox contains the program, else B), and `{extra}` as a whole argument. They are read from the template in one pass; what they bring in is never read again, so a prompt that says
/// `{env:TOKEN}` arrives as those characters. Everything else stays as it is.
public final class Placeholders {
    /// A name that stands in what variables are taken from where a sandbox contains the program.
    static final String CONTAINED = "COUNTERSIGN_CONTAINED";
    private static final String EXTRA = "{extra}";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{prompt\\}|\\{contained:(?<inside>[^{}:]*):(?<outside>[^{}:]*)\\}|\\{env:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<fallback>[^{}]*))?\\}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\\}");

    private Placeholders() {}

    /// What is wrong with a template, if anything.
    public static Optional<String> faultOf(List<String> args, AgentSpec.PromptBy prompt) {
        boolean named = false;
        for (String arg : args) {
            String rest = PLACEHOLDER.matcher(arg).replaceAll("");
            if (rest.contains("{env:") || rest.contains("{contained:")) {
                return Optional.of("\"" + arg + "\" has a placeholder that is not {env:NAME}, {env:NAME:default} or {contained:A:B}");
            }
            named |= arg.contains("{prompt}");
        }
        return switch (prompt) {
            case PROTOCOL -> named ? Optional.of("{prompt} cannot be in args: the protocol carries it") : Optional.empty();
            case STDIN -> named ? Optional.of("{prompt} cannot be in args while prompt is \"stdin\"") : Optional.empty();
            case ARGUMENT -> named ? Optional.empty() : Optional.of("args need {prompt} while prompt is \"argument\"");
        };
    }

    /// A variable that is needed and not set.
    public static final class MissingVariable extends Exception {
        private final String variable;

        MissingVariable(String variable) {
            super(variable + " is not set", null, false, false);
            this.variable = variable;
        }

        public String variable() {
            return variable;
        }
    }

    /// The arguments to start with.
    ///
    /// @param masked what stands for the value of a variable: the value itself, or a mask for showing
    /// @param extra  arguments of the caller, in place of `{extra}`
    /// @throws MissingVariable where a variable without a default is not set
    public static List<String> expand(List<String> args, String prompt, Map<String, String> environment,
                                      UnaryOperator<String> masked, List<String> extra) throws MissingVariable {
        var expanded = new ArrayList<String>();
        for (String arg : args) {
            if (arg.equals(EXTRA)) {
                expanded.addAll(extra);
            } else if (arg.equals("{prompt}") && prompt.startsWith("-")) {
                // A prompt is never an option.
                expanded.add("\n" + prompt);
            } else {
                expanded.add(expand(arg, prompt, environment, masked));
            }
        }
        return List.copyOf(expanded);
    }

    private static String expand(String arg, String prompt, Map<String, String> environment, UnaryOperator<String> masked)
            throws MissingVariable {
        var text = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(arg);
        int from = 0;
        while (matcher.find()) {
            text.append(arg, from, matcher.start());
            text.append(matcher.group("inside") != null ? matcher.group(environment.containsKey(CONTAINED) ? "inside" : "outside")
                    : matcher.group("name") == null ? prompt
                    : value(matcher.group("name"), Optional.ofNullable(matcher.group("fallback")), environment, masked));
            from = matcher.end();
        }
        return text.append(arg, from, arg.length()).toString();
    }

    private static String value(String name, Optional<String> fallback, Map<String, String> environment,
                                UnaryOperator<String> masked) throws MissingVariable {
        String value = environment.get(name);
        if (value != null) {
            return masked.apply(value);
        }
        if (fallback.isPresent()) {
            return fallback.get();
        }
        throw new MissingVariable(name);
    }

    /// The variables that arguments take.
    public static Set<String> variables(List<String> args) {
        return args.stream().flatMap(arg -> PLACEHOLDER.matcher(arg).results()).map(match -> match.group("name"))
                .filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    }

    /// The variables that a text refers to.
    public static Set<String> references(String template) {
        return REFERENCE.matcher(template).results().map(match -> match.group("name")).collect(Collectors.toCollection(TreeSet::new));
    }

    /// A text with each `${VAR}` replaced once.
    ///
    /// @throws MissingVariable where one is not set
    public static String dereference(String template, Map<String, String> environment) throws MissingVariable {
        var text = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(template);
        int from = 0;
        while (matcher.find()) {
            text.append(template, from, matcher.start());
            text.append(value(matcher.group("name"), Optional.empty(), environment, UnaryOperator.identity()));
            from = matcher.end();
        }
        return text.append(template, from, template.length()).toString();
    }

    /// Whether a text brings in any variable.
    public static boolean refers(String template) {
        return REFERENCE.matcher(template).find();
    }
}
