package dev.countersign.agent;

import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.sandbox.Toolchains;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The command by which an agent of a registry is started, and what is said where it cannot be.
public record AgentCommand(AgentSpec spec) {
    private static final String NOT_SET = " is not set)";

    /// The program and its arguments.
    ///
    /// @param environment from which placeholders are filled
    /// @param extra       in place of `{extra}`
    /// @throws Placeholders.MissingVariable where a variable without a default is not set
    public List<String> argv(String prompt, Map<String, String> environment, List<String> extra) throws Placeholders.MissingVariable {
        return argv(prompt, environment, UnaryOperator.identity(), extra);
    }

    /// The same for showing: the values of variables masked.
    public List<String> shown(String prompt, Map<String, String> environment, List<String> extra) throws Placeholders.MissingVariable {
        return argv(prompt, environment, value -> value.endsWith(NOT_SET) ? value : AgentEnvironment.MASK, extra);
    }

    private List<String> argv(String prompt, Map<String, String> environment, UnaryOperator<String> mask, List<String> extra)
            throws Placeholders.MissingVariable {
        var argv = new ArrayList<String>();
        argv.add(spec.command());
        argv.addAll(Placeholders.expand(spec.args(), prompt, environment, mask, extra));
        return List.copyOf(argv);
    }

    /// What would be started. What is missing shows itself as such; only a call refuses it.
    public Agent.Preview preview(String prompt, Map<String, String> variables) {
        var known = new TreeMap<>(variables);
        while (true) {
            try {
                var environment = AgentEnvironment.of(spec, known, "(a private folder, kept between runs)");
                return new Agent.Preview(shown(prompt, known, List.of()), environment.shown(), spec.network().words(), spec.settings());
            } catch (Placeholders.MissingVariable e) {
                known.put(e.variable(), "(" + e.variable() + NOT_SET);
            }
        }
    }

    /// What is missing where the program is not found; empty where it is, or where only a start can tell.
    public Optional<Missing> missing(Toolchains toolchains) {
        Path program;
        try {
            program = Path.of(spec.command());
        } catch (InvalidPathException e) {
            return Optional.of(new Missing(Missing.What.PROGRAM, notFound()));
        }
        // On Windows endings are added to the name, and below a folder it is looked for where the agent is started.
        boolean known = File.separatorChar == '/' && (program.isAbsolute() || program.getNameCount() == 1);
        return !known || toolchains.find(spec.command()).filter(Files::isRegularFile).filter(Files::isExecutable).isPresent()
                ? Optional.empty() : Optional.of(new Missing(Missing.What.PROGRAM, notFound()));
    }

    /// The program is not there: a sentence.
    public String notFound() {
        return spec.command() + " is not installed, or not on the PATH."
                + (spec.install().isEmpty() ? " Install it, then try again." : " Install it: " + spec.install() + ".");
    }

    public AgentFailure missing(Placeholders.MissingVariable e) {
        return new AgentFailure(Kind.MISSING_KEY, ("The agent " + spec.name() + " needs the variable " + e.variable()
                + ", which is not set. Set it and start Countersign again. " + spec.authHint()).strip(), "");
    }
}
