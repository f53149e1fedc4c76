package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.project.report.TestReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The scripts of a `package.json`, and the checkers whose settings lie beside it.
final class NodeProject {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String REPORTS = "$" + TestReports.VARIABLE;
    /// A single command, to which options can be added at its end.
    private static final Pattern SIMPLE = Pattern.compile("[^;&|<>`$()\\n]*");

    private final BuildFolder folder;
    private final String by;
    private final String tool;

    NodeProject(BuildFolder folder, String by) {
        this.folder = folder;
        this.by = by;
        this.tool = folder.first("pnpm-lock.yaml").isPresent() ? "pnpm" : folder.first("yarn.lock").isPresent() ? "yarn" : "npm";
    }

    List<CheckCommand> checks() {
        JsonNode scripts;
        try {
            scripts = JSON.readTree(folder.read(by)).path("scripts");
        } catch (JacksonException e) {
            return List.of();
        }
        var checks = new ArrayList<CheckCommand>();
        installed("tsc", folder.first("tsconfig.json"), "--noEmit", "--pretty", "false", "-p").ifPresent(checks::add);
        installed("eslint", folder.first("eslint.config.js", "eslint.config.mjs", "eslint.config.cjs", ".eslintrc.json", ".eslintrc.js",
                ".eslintrc.cjs", ".eslintrc.yml", ".eslintrc")).ifPresent(checks::add);
        installed("prettier", folder.first(".prettierrc", ".prettierrc.json", ".prettierrc.yml", ".prettierrc.toml", "prettier.config.js",
                "prettier.config.mjs"), "--check").ifPresent(checks::add);
        String test = scripts.path("test").asString("");
        if (!test.isBlank() && !test.contains("no test specified")) {
            checks.add(folder.check(Part.LOG, tool + " test", by, command("test", reporting(test.strip()))));
        }
        String build = scripts.path("build").asString("");
        if (!build.isBlank()) {
            checks.add(folder.check(Part.BOOT, tool + " run build", by, command("build", List.of())));
        }
        return checks;
    }

    private List<String> command(String script, List<String> more) {
        var argv = new ArrayList<>(folder.words(List.of(tool), switch (tool) {
            case "pnpm" -> "-C";
            case "yarn" -> "--cwd";
            default -> "--prefix";
        }, folder.place(), script.equals("test") ? List.of(script) : List.of("run", script)));
        if (!more.isEmpty()) {
            if (tool.equals("npm")) {
                argv.add("--");
            }
            argv.addAll(more);
        }
        return List.copyOf(argv);
    }

    /// What makes a runner write its report; nothing for others.
    private static List<String> reporting(String script) {
        String runner = script.split("\\s+")[0];
        if (!SIMPLE.matcher(script).matches() || script.contains("--json") || script.contains("--reporter")) {
            return List.of();
        }
        return switch (runner) {
            case "jest" -> List.of("--json", "--outputFile=" + REPORTS + "/jest.json");
            case "vitest" -> List.of("--run", "--reporter=default", "--reporter=json", "--outputFile.json=" + REPORTS + "/vitest.json");
            case "mocha" -> List.of("--reporter", "json", "--reporter-option", "output=" + REPORTS + "/mocha.json");
            default -> List.of();
        };
    }

    /// A checker that the project has settings for, by the project's own copy of it; where it has none there is nothing to run.
    private Optional<CheckCommand> installed(String name, Optional<String> settings, String... options) {
        String program = folder.at("node_modules/.bin/" + name);
        if (settings.isEmpty() || !folder.isProgram(program)) {
            return Optional.empty();
        }
        var argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of(options));
        argv.add(folder.place().isEmpty() ? "." : folder.place());
        return Optional.of(folder.check(Part.STR, name, settings.get(), argv));
    }
}
