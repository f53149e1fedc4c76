package dev.countersign.plan;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Plan files: TOML (`[[node]]`) or the same in JSON. Keys: `task` (optional), and per node `id`, `goal`, `class`, `owns`,
/// `after`, `agent`, `checks`, `forbid`, `require`, `declares`. Unknown keys are errors.
public final class PlanFile {
    private static final JsonMapper WRITER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final long MAX_BYTES = 1 << 20;
    private static final Set<String> TOP = Set.of("task", "node");
    private static final Set<String> KEYS = Set.of("id", "goal", "class", "owns", "after", "agent", "checks", "forbid", "require", "declares");

    private final String file;
    private final Map<NodeId, PlanValue.Table> places = new HashMap<>();

    private PlanFile(String file) {
        this.file = file;
    }

    /// Reads and validates.
    ///
    /// @param task used where the file has none
    /// @throws UserException `PLAN-001` naming file, line and key
    public static Plan read(Path file, String task) {
        var reader = new PlanFile(file.toString());
        return reader.checked(reader.plan(reader.load(file), task));
    }

    /// Reads a plan that is no file of its own, in JSON, and validates it.
    ///
    /// @param name of what it came from, for messages
    /// @param task used where the text has none
    /// @throws UserException `PLAN-001` naming line and key
    public static Plan json(String name, String text, String task) {
        var reader = new PlanFile(name);
        try {
            return reader.checked(reader.plan(PlanValue.json(text), task));
        } catch (PlanValue.SyntaxFault fault) {
            throw reader.wrong(fault.line(), "", fault.getMessage());
        }
    }

    /// The plan as a plan file in JSON.
    public static String json(Plan plan) {
        var nodes = new ArrayList<Map<String, Object>>();
        for (Node node : plan.nodes()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("id", node.id().value());
            one.put("goal", node.goal());
            one.put("class", node.kind().name().toLowerCase(Locale.ROOT));
            one.put("owns", node.contract().owns());
            one.put("after", node.after().stream().map(NodeId::value).toList());
            node.agent().ifPresent(agent -> one.put("agent", agent));
            one.put("checks", node.contract().checks());
            one.put("forbid", node.contract().forbid());
            one.put("require", node.contract().require().stream().map(Requirement::text).toList());
            one.put("declares", node.contract().declares().stream().map(Requirement::text).toList());
            nodes.add(one);
        }
        var top = new LinkedHashMap<String, Object>();
        top.put("task", plan.task());
        top.put("node", nodes);
        return WRITER.writeValueAsString(top);
    }

    private Plan checked(Plan plan) {
        for (PlanValidator.Fault fault : PlanValidator.faults(plan)) {
            int line = fault.node().map(places::get).map(t -> t.lineOf(fault.key())).orElse(1);
            throw wrong(line, fault.key(), fault.sentence());
        }
        return plan;
    }

    private PlanValue.Table load(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(1, "", "The file is larger than 1 MiB.");
            }
            String text = Files.readString(file);
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
                    ? PlanValue.json(text) : PlanValue.toml(text);
        } catch (PlanValue.SyntaxFault fault) {
            throw wrong(fault.line(), "", fault.getMessage());
        } catch (IOException e) {
            throw new UserException(Problem.of("PLAN-002", Exit.USAGE, "The plan " + file + " cannot be read: "
                    + (Files.exists(file) ? e.getMessage() : "there is no such file") + ".",
                    "Nothing was started.", "Name an existing TOML or JSON file in UTF-8."), e);
        }
    }

    private Plan plan(PlanValue.Table top, String task) {
        known(top, TOP);
        Optional<String> own = text(top, "task");
        var nodes = new ArrayList<Node>();
        for (PlanValue item : items(top, "node")) {
            if (!(item instanceof PlanValue.Table table)) {
                throw wrong(item.line(), "node", "A node is a table.");
            }
            Node node = node(table);
            places.put(node.id(), table);
            nodes.add(node);
        }
        return new Plan(own.orElse(task), nodes);
    }

    private Node node(PlanValue.Table table) {
        known(table, KEYS);
        String id = text(table, "id").orElseThrow(() -> wrong(table.line(), "id", "A node has no id."));
        String goal = text(table, "goal").filter(g -> !g.isBlank())
                .orElseThrow(() -> wrong(table.line(), "goal", "Node \"" + id + "\" has no goal."));
        return new Node(id(id, table.lineOf("id"), "id"), goal, kind(table), after(table), text(table, "agent"),
                new Contract(texts(table, "owns"), texts(table, "forbid"), checks(table), requirements(table, "require"), requirements(table, "declares")));
    }

    private NodeClass kind(PlanValue.Table table) {
        String name = text(table, "class").orElse("implementation");
        for (NodeClass kind : NodeClass.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw wrong(table.lineOf("class"), "class",
                "\"" + name + "\" is no class of node; use interface, implementation or integration.");
    }

    private List<NodeId> after(PlanValue.Table table) {
        return texts(table, "after").stream().map(text -> id(text, table.lineOf("after"), "after")).toList();
    }

    private NodeId id(String text, int line, String key) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw wrong(line, key, "\"" + text + "\" is no node id: use lower-case letters, digits and dashes, at most 40.");
        }
    }

    /// A check is an argv, or one text that is split as [Argv] says.
    private List<List<String>> checks(PlanValue.Table table) {
        var checks = new ArrayList<List<String>>();
        for (PlanValue item : items(table, "checks")) {
            switch (item) {
                case PlanValue.Text text -> checks.add(Argv.split(text.value()).orElseThrow(() ->
                        wrong(text.line(), "checks", "The check has no program, or a quote in it is not closed.")));
                case PlanValue.Items argv -> checks.add(argv.values().stream().map(v -> text(v, "checks")).toList());
                case PlanValue.Table _, PlanValue.Other _ ->
                        throw wrong(item.line(), "checks", "A check is a text or a list of texts.");
            }
        }
        return checks;
    }

    private void known(PlanValue.Table table, Set<String> keys) {
        table.values().forEach((key, value) -> {
            if (!keys.contains(key)) {
                throw wrong(value.line(), key, "The key \"" + key + "\" is not known here.");
            }
        });
    }

    private Optional<String> text(PlanValue.Table table, String key) {
        return Optional.ofNullable(table.values().get(key)).map(value -> text(value, key));
    }

    private String text(PlanValue value, String key) {
        if (value instanceof PlanValue.Text text) {
            return text.value();
        }
        throw wrong(value.line(), key, "\"" + key + "\" is a text.");
    }

    private List<String> texts(PlanValue.Table table, String key) {
        return items(table, key).stream().map(value -> text(value, key)).toList();
    }

    private List<Requirement> requirements(PlanValue.Table table, String key) {
        return texts(table, key).stream().map(Requirement::of).toList();
    }

    private List<PlanValue> items(PlanValue.Table table, String key) {
        return switch (table.values().get(key)) {
            case null -> List.of();
            case PlanValue.Items items -> items.values();
            case PlanValue other -> throw wrong(other.line(), key, "\"" + key + "\" is a list.");
        };
    }

    private UserException wrong(int line, String key, String sentence) {
        return new UserException(Problem.of("PLAN-001", Exit.USAGE,
                file + ", line " + line + (key.isEmpty() ? "" : ", key \"" + key + "\"") + ": " + sentence,
                "Nothing was started.", "Correct the plan file and run it again."));
    }
}
